"""Identifiers, one type each, so that a rollout's id cannot be handed over as a device's."""

import re
from typing import NewType
from uuid import UUID, uuid4

DeviceId = NewType("DeviceId", str)
DeploymentId = NewType("DeploymentId", str)
RolloutId = NewType("RolloutId", str)
ReleaseId = NewType("ReleaseId", str)
VariantId = NewType("VariantId", str)
SessionId = NewType("SessionId", str)

NAME_PATTERN = r"^[a-z0-9][a-z0-9._-]{0,62}$"
"""Names people choose for lines, variants, slots, fleets: safe in paths, topics and URLs."""

_NAME = re.compile(NAME_PATTERN)


def new_id() -> str:
    """Return a random UUID in canonical text form."""
    return str(uuid4())


def is_uuid(text: str) -> bool:
    """Tell whether `text` is a UUID in canonical lower-case form."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def is_name(text: str) -> bool:
    """Tell whether `text` may name a line, a variant, a slot or a fleet."""
    return _NAME.fullmatch(text) is not None and ".." not in text
