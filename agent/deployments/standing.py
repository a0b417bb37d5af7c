"""What the device says of its slots: what serves, else what it is committed to."""

from agent.deployments.ports import Slots
from agent.store.journal import Journal
from shared.wire.up import SlotReport


def slot_reports(journal: Journal, slots: Slots) -> dict[str, SlotReport]:
    committed = journal.slots()
    names = {*committed, *(name for name in journal.under_way() if slots.serving(name))}
    reports = {}
    for name in sorted(names):
        held = slots.serving(name) or committed[name].active
        reports[name] = SlotReport(
            bundle=held.bundle,
            deployment=held.deployment,
            line=held.line,
            version=held.version,
            variant=held.variant,
            serving=slots.ready(name),
        )
    return reports
