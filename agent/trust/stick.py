"""What a stick assigns to this device, and whether it may still be installed from. Pure.

The device's own path counts before those of its labels; labels that disagree assign nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from agent.trust.errors import RefusedError, StaleError
from agent.trust.resolve import Target, directions
from shared.ids import DeviceId, is_name
from shared.trust import assignment_path

LONGEST: Final = timedelta(days=180)
"""The greatest age of a stick, whatever its metadata says."""


@dataclass(frozen=True)
class Conflict:
    """Labels that assign different bundles to one slot."""

    paths: tuple[str, ...]

    def error(self) -> RefusedError:
        return RefusedError(
            f"the stick assigns different bundles by {' and '.join(self.paths)}; name this device"
            " itself when the stick is made"
        )


def assigned(
    targets: Mapping[str, Target], device: DeviceId, labels: Mapping[str, str]
) -> dict[str, Target | Conflict]:
    """Return what a stick assigns, by slot."""
    found: dict[str, Target | Conflict] = {}
    by_label: dict[str, list[Target]] = {}
    for key, value in sorted(labels.items()):
        for slot, target in _below(targets, f"groups/{key}={value}/").items():
            by_label.setdefault(slot, []).append(target)
    for slot, said in by_label.items():
        agree = len({_bundle(target) for target in said}) == 1
        found[slot] = said[0] if agree else Conflict(tuple(target.path for target in said))
    return found | _below(targets, assignment_path(device, ""))


def made_at(targets: Iterable[Target]) -> datetime | None:
    """Return when a stick was made, by what it assigns to anybody; None when that is nothing."""
    return max((directions(target).issued for target in targets), default=None)


def check_issued(issued: datetime, now: datetime) -> None:
    """Refuse a stick of the future, or one that is too old to know what happened since.

    Raises:
        RefusedError: it was made after `now`.
        StaleError: it is too old.
    """
    if issued > now:
        raise RefusedError(
            f"the stick was made at {_shown(issued)}, and here it is {_shown(now)}; set this"
            " machine's clock"
        )
    if now - issued > LONGEST:
        raise StaleError(
            f"the stick was made at {_shown(issued)}, more than {LONGEST.days} days ago; make"
            " a new one"
        )


def _below(targets: Mapping[str, Target], prefix: str) -> dict[str, Target]:
    slots = {path.removeprefix(prefix): path for path in targets if path.startswith(prefix)}
    return {slot: targets[path] for slot, path in slots.items() if is_name(slot)}


def _bundle(target: Target) -> tuple[object, ...]:
    return (target.custom.get("bundle"), target.length, tuple(sorted(target.hashes.items())))


def _shown(instant: datetime) -> str:
    return instant.isoformat(timespec="minutes")
