"""What the machine feels now: heat, power, and whether its line is paid for by the byte.

Linux under /sys and /proc; another system answers that it does not know.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shared.capabilities import ThermalZone

_ZONES: Final = "sys/class/thermal"
_POWER: Final = "sys/class/power_supply"
_THROTTLES: Final = "sys/devices/system/cpu"
_SLOWS, _STOPS = frozenset({"passive", "active", "hot"}), "critical"
_MILLI: Final = 1000
_MOST_ZONES: Final = 16
_LEAST_C, _MOST_C = -50, 200
"""Sensors that are not wired say absurd things."""
_MOBILE: Final = ("wwan", "ppp", "rmnet", "ccmni")
"""How interfaces of mobile networks are called."""
_DEFAULT_ROUTE: Final = "00000000"


@dataclass(frozen=True)
class Heat:
    """The hottest place of the machine."""

    celsius: float
    slows_at_c: int | None
    """Where the machine begins to slow itself down, there."""
    throttled: int
    """How often the processor has slowed itself down since the machine was started."""

    @property
    def is_slowed(self) -> bool:
        return self.slows_at_c is not None and self.celsius >= self.slows_at_c


@dataclass(frozen=True)
class Power:
    """Where the machine's power comes from."""

    has_battery: bool = False
    on_battery: bool = False
    percent: int | None = None


class Sensors:
    """One machine, seen from a root folder so that a test can show another one."""

    def __init__(self, root: Path = Path("/")) -> None:
        self._root = root

    def zones(self) -> tuple[ThermalZone, ...]:
        """Return the places where heat is measured, each kind once."""
        zones = {zone.name: zone for zone, _ in self._zones()}
        return tuple(zones.values())[:_MOST_ZONES]

    def heat(self) -> Heat | None:
        """Return the hottest place now; None where nothing is measured."""
        hottest = max(self._zones(), key=lambda each: each[1], default=None)
        if hottest is None:
            return None
        zone, celsius = hottest
        return Heat(celsius, zone.slows_at_c, self._throttled())

    def celsius(self) -> float | None:
        """Return how hot the hottest place is now."""
        heat = self.heat()
        return None if heat is None else round(heat.celsius, 1)

    def power(self) -> Power:
        """Return where power comes from; a machine that does not say has a line."""
        batteries, mains = [], []
        for supply in self._folders(_POWER):
            kind = _text(supply / "type")
            if kind == "Battery" and _text(supply / "scope") != "Device":  # not a mouse's
                batteries.append(supply)
            elif kind in {"Mains", "USB"}:
                mains.append(_text(supply / "online") == "1")
        if not batteries:
            return Power()
        discharging = any(_text(each / "status") == "Discharging" for each in batteries)
        charge = [_number(_text(each / "capacity")) for each in batteries]
        known = [each for each in charge if each is not None]
        return Power(
            has_battery=True,
            on_battery=discharging and not any(mains),
            percent=min(known, default=None),
        )

    def metered(self) -> bool | None:
        """Tell whether the line out is a mobile one; None where there is no line to judge."""
        found = None
        for line in (_text(self._root / "proc/net/route") or "").splitlines()[1:]:
            name, destination, *_ = line.split() or ("", "")
            if destination == _DEFAULT_ROUTE:
                kind = _text(self._root / f"sys/class/net/{name}/uevent") or ""
                mobile = name.startswith(_MOBILE) or "DEVTYPE=wwan" in kind
                found = mobile if found is None else found and mobile
        return found

    def _zones(self) -> Iterator[tuple[ThermalZone, float]]:
        for folder in self._folders(_ZONES):
            measured = _number(_text(folder / "temp"))
            if measured is None or not _LEAST_C * _MILLI <= measured <= _MOST_C * _MILLI:
                continue
            name = (_text(folder / "type") or folder.name)[:60]
            slows = [limit for kind, limit in _trips(folder) if kind in _SLOWS]
            stops = [limit for kind, limit in _trips(folder) if kind == _STOPS]
            zone = ThermalZone(
                name=name,
                slows_at_c=min(slows, default=None),
                stops_at_c=min(stops, default=None),
            )
            yield zone, measured / _MILLI

    def _throttled(self) -> int:
        counts = (self._root / _THROTTLES).glob("cpu[0-9]*/thermal_throttle/core_throttle_count")
        return sum(_number(_text(each)) or 0 for each in counts)

    def _folders(self, path: str) -> Iterator[Path]:
        try:
            yield from sorted((self._root / path).iterdir())
        except OSError:
            return


def _trips(zone: Path) -> Iterator[tuple[str, int]]:
    """Return the temperatures at which something happens, in whole degrees."""
    for kind in sorted(zone.glob("trip_point_*_type")):
        limit = _number(_text(kind.with_name(kind.name.replace("_type", "_temp"))))
        if limit is not None and 0 < limit <= _MOST_C * _MILLI:
            yield _text(kind) or "", limit // _MILLI


def _number(text: str | None) -> int | None:
    try:
        return int(text or "")
    except ValueError:
        return None


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except (OSError, ValueError):
        return None
