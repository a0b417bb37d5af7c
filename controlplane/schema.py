"""Every table, so that the metadata is complete; for migrations and tests."""

from sqlmodel import SQLModel

import controlplane.access.tables
import controlplane.audit.tables
import controlplane.devices.tables
import controlplane.director.tables
import controlplane.registry.tables
import controlplane.rollouts.tables
import controlplane.telemetry.tables  # noqa: F401 - imported for what they add to the metadata

METADATA = SQLModel.metadata
