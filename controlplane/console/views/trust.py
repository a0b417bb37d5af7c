"""The roles of the repositories as pages show them. Reads the repositories, nothing else."""

from datetime import datetime

from controlplane.console.views.states import Look, Tone
from controlplane.director import expiries
from controlplane.director.errors import RepositoryError
from controlplane.director.expiries import Level, Places, RoleState
from controlplane.settings import Settings


def places_of(settings: Settings) -> Places:
    return Places(
        settings.image_repository,
        settings.director_repository,
        settings.usb_repository,
        settings.evaluation_marker.is_file(),
    )


def roles_of(settings: Settings, now: datetime) -> tuple[RoleState, ...]:
    """Return every role there is; none while a repository is being made or cannot be read."""
    try:
        return expiries.roles(places_of(settings), now)
    except RepositoryError:
        return ()


def look(role: RoleState) -> Look:
    """Return how the time that a role has left is shown."""
    tones = {Level.OK: Tone.OK, Level.SOON: Tone.WARN, Level.LATE: Tone.BAD}
    words = {Level.OK: "in time", Level.SOON: "act soon", Level.LATE: "act now"}
    if role.left.total_seconds() < 0:
        return Look(Tone.BAD, "ended")
    return Look(tones[role.level], words[role.level])
