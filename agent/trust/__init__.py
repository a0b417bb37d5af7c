"""Which bundle this device may install, from two signed repositories that must agree."""

from agent.trust.errors import RefusedError, StaleError, TrustError, UntrustedError
from agent.trust.ports import VersionStore
from agent.trust.resolve import Assignment
from agent.trust.service import Trust

__all__ = [
    "Assignment",
    "RefusedError",
    "StaleError",
    "Trust",
    "TrustError",
    "UntrustedError",
    "VersionStore",
]
