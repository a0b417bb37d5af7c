"""The processor's parts, from /sys/devices/system/cpu."""

from collections.abc import Iterable
from pathlib import Path

from shared.capabilities import Topology

_CPU = "sys/devices/system/cpu"
_UNITS = {"K": 2**10, "M": 2**20, "G": 2**30}
_KINDS = 8
_KILO = 1000


def topology(root: Path = Path("/")) -> Topology | None:
    """Read it; None where the system does not say."""
    folder = root / _CPU
    places = sorted(
        (each for each in folder.glob("cpu[0-9]*") if each.name[3:].isdigit()),
        key=lambda each: int(each.name[3:]),
    )
    cores = {
        (_text(place / "topology/physical_package_id"), _text(place / "topology/core_id"))
        for place in places
    }
    cores.discard((None, None))
    if not cores:
        return None
    sockets = {package for package, _ in cores}
    megahertz = {_number(_text(place / "cpufreq/cpuinfo_max_freq")) // _KILO for place in places}
    return Topology(
        sockets=len(sockets),
        physical_cores=len(cores),
        threads_per_core=max(1, len(places) // len(cores)),
        core_mhz=tuple(sorted(megahertz - {0}, reverse=True))[:_KINDS],
        cache_bytes=tuple(_caches(sorted((places[0] / "cache").glob("index[0-9]*"))))[:4],
    )


def _caches(entries: Iterable[Path]) -> Iterable[int]:
    for entry in entries:
        if _text(entry / "type") in {"Data", "Unified"}:
            yield _size(_text(entry / "size") or "")


def _size(text: str) -> int:
    return _number(text.rstrip("KMG")) * _UNITS.get(text[-1:], 1)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return None
