"""Which devices are alike enough for their measurements to be looked at together. Pure."""

from shared.capabilities import Capability

UNKNOWN = "unknown hardware"


def label(capability: Capability | None) -> str:
    """Return the class of hardware: processor, cores it may use, and accelerators."""
    if capability is None:
        return UNKNOWN
    parts = [capability.cpu_model or capability.architecture, f"{capability.cores} cores"]
    parts += sorted(each.name for each in capability.accelerators)
    return ", ".join(parts)[:120]
