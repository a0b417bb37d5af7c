"""What the device says of its slots: what serves, else what it is committed to, and recalls."""

from collections.abc import Mapping

from agent.deployments.ports import Slots
from agent.store.journal import Journal
from shared.digest import Digest
from shared.trust import RevokedEntry
from shared.wire.up import SlotReport


def slot_reports(
    journal: Journal, slots: Slots, recalls: Mapping[Digest, RevokedEntry]
) -> dict[str, SlotReport]:
    committed = journal.slots()
    names = {*committed, *(name for name in journal.under_way() if slots.serving(name))}
    reports = {}
    for name in sorted(names):
        held = slots.serving(name) or committed[name].active
        left = committed[name].left if name in committed else None
        entry = recalls.get(held.bundle) or (recalls.get(left) if left else None)
        reports[name] = SlotReport(
            bundle=held.bundle,
            deployment=held.deployment,
            line=held.line,
            version=held.version,
            variant=held.variant,
            serving=slots.ready(name),
            context=held.context,
            parallel=held.parallel,
            recall="" if entry is None else entry.action,
            recalled=None if entry is None else entry.sha256,
            recall_reason="" if entry is None else entry.reason,
        )
    return reports
