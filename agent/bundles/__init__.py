"""Bundles on this device: transfer, verification, storage."""

from agent.bundles.errors import (
    DamagedError,
    DiskFullError,
    NotInstalledError,
    StoreError,
    TransferError,
)
from agent.bundles.installed import InstalledBundle
from agent.bundles.store import BundleStore

__all__ = [
    "BundleStore",
    "DamagedError",
    "DiskFullError",
    "InstalledBundle",
    "NotInstalledError",
    "StoreError",
    "TransferError",
]
