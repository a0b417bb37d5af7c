"""What has to be moved, and to which site. Pure.

A bundle that a device holds in some slot costs nothing. Devices of a site that share their bundles
fetch over the site's line once at best; the figure is without that, so it is the most.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

NOWHERE = ""
"""The site of devices without the label."""


@dataclass(frozen=True)
class Delivery:
    """What one device has to fetch."""

    site: str
    bytes: int
    held_bytes: int = 0
    """What it has already."""


@dataclass(frozen=True)
class Site:
    name: str
    devices: int
    bytes: int
    held_bytes: int


def by_site(deliveries: Iterable[Delivery]) -> tuple[Site, ...]:
    """Add up the deliveries of each site, the largest first."""
    sites: dict[str, list[Delivery]] = defaultdict(list)
    for each in deliveries:
        sites[each.site].append(each)
    found = [
        Site(
            name=name,
            devices=len(held),
            bytes=sum(each.bytes for each in held),
            held_bytes=sum(each.held_bytes for each in held),
        )
        for name, held in sites.items()
    ]
    return tuple(sorted(found, key=lambda site: (-site.bytes, site.name)))
