"""The composition root: the only place that builds things, and the only one that reads settings."""

from controlplane.app.compose import create
from controlplane.app.plane import ControlPlane

__all__ = ["ControlPlane", "create"]
