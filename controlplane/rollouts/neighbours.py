"""Who beside a device has the bundle that it is to fetch: devices of the same `site` that share.

What is found here goes into a hint, and a hint is believed nothing: a neighbour that is gone, or
that lies, costs the device one attempt.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sqlmodel import Session, col, select

from controlplane.devices.tables import DeviceCapabilityRow, DeviceRow, DeviceStatusRow
from controlplane.rollouts.tables import DeploymentRow
from shared.deployment import State
from shared.wire.down import MAX_PEERS

SITE: Final = "site"
"""The label that says where a device stands."""

_LOOKED_AT: Final = 1000


def peers_of(session: Session, deployments: Iterable[DeploymentRow]) -> dict[str, tuple[str, ...]]:
    """Return the addresses of neighbours, by deployment; those without any are left out."""
    wanted = [row for row in deployments if row.bundle is not None]
    sites = _sites(session, {row.device for row in wanted})
    sharing = _sharing(session, {str(row.bundle) for row in wanted}, set(sites.values()))
    found = {}
    for row in wanted:
        site = sites.get(row.device)
        peers = sharing.get((str(row.bundle), site), {}) if site is not None else {}
        chosen = spread(row.device, {one: url for one, url in peers.items() if one != row.device})
        if chosen:
            found[row.id] = chosen
    return found


def spread(device: str, peers: Mapping[str, str]) -> tuple[str, ...]:
    """Choose a few neighbours for a device, others for another, the same ones every time."""

    def order(peer: str) -> bytes:
        return hashlib.sha256(f"{device} {peer}".encode()).digest()

    return tuple(peers[peer] for peer in sorted(peers, key=order)[:MAX_PEERS])


def _sites(session: Session, devices: Iterable[str]) -> dict[str, str]:
    rows = session.exec(
        select(DeviceRow.id, DeviceRow.labels).where(col(DeviceRow.id).in_(sorted(devices)))
    ).all()
    return {device: labels[SITE] for device, labels in rows if labels.get(SITE)}


def _sharing(
    session: Session, bundles: Iterable[str], sites: Sequence[str] | set[str]
) -> dict[tuple[str, str], dict[str, str]]:
    """Return who shares, by bundle and site: address by device."""
    if not sites:
        return {}
    site = col(DeviceRow.labels)[SITE].as_string()
    share = col(DeviceCapabilityRow.capability)["share"].as_string()
    rows = session.exec(
        select(DeploymentRow.bundle, DeviceRow.id, site, share)
        .join(DeviceRow, col(DeviceRow.id) == col(DeploymentRow.device))
        .join(DeviceStatusRow, col(DeviceStatusRow.device) == col(DeviceRow.id))
        .join(DeviceCapabilityRow, col(DeviceCapabilityRow.device) == col(DeviceRow.id))
        .where(
            col(DeploymentRow.bundle).in_(sorted(bundles)),
            DeploymentRow.state == State.COMMITTED.value,
            col(DeviceStatusRow.online),
            col(DeviceRow.revoked_at).is_(None),
            site.in_(sorted(sites)),
            share != "",
        )
        .limit(_LOOKED_AT)
    ).all()
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for bundle, device, where, url in rows:
        found[str(bundle), where][device] = url
    return found
