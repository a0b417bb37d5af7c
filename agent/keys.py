"""Makes and takes keys of the local API in a device's settings; only their hashes are kept."""

from collections.abc import Sequence
from pathlib import Path

from agent.api.auth import digest_of, new_secret
from agent.settings import KeyGrant, SettingsError, load, save


def add(data: Path, name: str, *, slots: Sequence[str] | None = None) -> str:
    """Make a key; return it, for the only time.

    Raises:
        SettingsError: the device is not enrolled, or has a key of that name.
    """
    settings = load(data, environment={})
    if any(one.name == name for one in settings.api_keys):
        raise SettingsError(f"there is a key {name!r} already; remove it first, or choose a name")
    secret = new_secret()
    grant = KeyGrant(
        name=name, sha256=digest_of(secret), slots=None if slots is None else tuple(slots)
    )
    save(settings.model_copy(update={"api_keys": (*settings.api_keys, grant)}))
    return secret


def remove(data: Path, name: str) -> None:
    """Take a key away.

    Raises:
        SettingsError: there is none of that name.
    """
    settings = load(data, environment={})
    kept = tuple(one for one in settings.api_keys if one.name != name)
    if len(kept) == len(settings.api_keys):
        names = ", ".join(one.name for one in kept) or "none"
        raise SettingsError(f"there is no key {name!r}; there are: {names}")
    save(settings.model_copy(update={"api_keys": kept}))
