"""Heat, power and the line, as Linux tells of them."""

from pathlib import Path

from agent.host.sensors import Heat, Power, Sensors
from agent.host.topology import topology
from shared.capabilities import ThermalZone, Topology


def write(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root


def a_zone(number: int, kind: str, celsius: float, **trips: float) -> dict[str, str]:
    folder = f"sys/class/thermal/thermal_zone{number}"
    files = {f"{folder}/type": f"{kind}\n", f"{folder}/temp": f"{int(celsius * 1000)}\n"}
    for place, (name, limit) in enumerate(trips.items()):
        files[f"{folder}/trip_point_{place}_type"] = f"{name}\n"
        files[f"{folder}/trip_point_{place}_temp"] = f"{int(limit * 1000)}\n"
    return files


def test_the_hottest_zone_counts_with_its_own_limit(tmp_path: Path) -> None:
    write(tmp_path, a_zone(0, "soc", 61.5, passive=80, critical=95))
    write(tmp_path, a_zone(1, "modem", 72, hot=70))
    throttles = "sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count"
    write(tmp_path, {throttles: "3\n"})
    sensors = Sensors(tmp_path)
    heat = sensors.heat()
    assert heat == Heat(72.0, 70, 3)
    assert heat is not None
    assert heat.is_slowed
    assert sensors.zones() == (
        ThermalZone(name="soc", slows_at_c=80, stops_at_c=95),
        ThermalZone(name="modem", slows_at_c=70),
    )


def test_a_sensor_that_is_not_wired_is_not_believed(tmp_path: Path) -> None:
    write(tmp_path, a_zone(0, "nothing", -273))
    write(tmp_path, {"sys/class/thermal/thermal_zone1/temp": "what\n"})
    assert Sensors(tmp_path).heat() is None
    assert Sensors(tmp_path).zones() == ()


def test_a_machine_that_measures_nothing_knows_nothing(tmp_path: Path) -> None:
    sensors = Sensors(tmp_path)
    assert (sensors.heat(), sensors.power(), sensors.metered()) == (None, Power(), None)
    assert topology(tmp_path) is None


def a_supply(name: str, **facts: str) -> dict[str, str]:
    return {f"sys/class/power_supply/{name}/{key}": value for key, value in facts.items()}


def test_a_battery_without_mains_is_what_the_machine_runs_on(tmp_path: Path) -> None:
    write(tmp_path, a_supply("BAT0", type="Battery", status="Discharging", capacity="64"))
    write(tmp_path, a_supply("AC", type="Mains", online="0"))
    assert Sensors(tmp_path).power() == Power(has_battery=True, on_battery=True, percent=64)


def test_a_battery_beside_mains_is_only_there(tmp_path: Path) -> None:
    write(tmp_path, a_supply("BAT0", type="Battery", status="Discharging", capacity="64"))
    write(tmp_path, a_supply("AC", type="Mains", online="1"))
    assert Sensors(tmp_path).power() == Power(has_battery=True, on_battery=False, percent=64)


def test_the_battery_of_a_mouse_is_not_the_machine_s(tmp_path: Path) -> None:
    write(tmp_path, a_supply("mouse", type="Battery", scope="Device", status="Discharging"))
    assert Sensors(tmp_path).power() == Power()


ROUTES = "Iface\tDestination\tGateway\n"


def test_a_default_route_over_a_mobile_network_is_metered(tmp_path: Path) -> None:
    write(tmp_path, {"proc/net/route": f"{ROUTES}wwan0\t00000000\t0100A8C0\n"})
    assert Sensors(tmp_path).metered() is True


def test_a_mobile_network_under_another_name_is_known_by_its_kind(tmp_path: Path) -> None:
    write(tmp_path, {"proc/net/route": f"{ROUTES}eth1\t00000000\t0100A8C0\n"})
    write(tmp_path, {"sys/class/net/eth1/uevent": "DEVTYPE=wwan\nINTERFACE=eth1\n"})
    assert Sensors(tmp_path).metered() is True


def test_a_wire_beside_a_mobile_network_is_what_is_used(tmp_path: Path) -> None:
    lines = "wwan0\t00000000\t0100A8C0\neth0\t00000000\t0100A8C0\neth0\t0000A8C0\t00000000\n"
    write(tmp_path, {"proc/net/route": ROUTES + lines})
    assert Sensors(tmp_path).metered() is False


def test_cores_of_two_kinds_and_their_caches_are_told_apart(tmp_path: Path) -> None:
    for place in range(4):
        folder = f"sys/devices/system/cpu/cpu{place}"
        megahertz = 2_400_000 if place < 2 else 1_800_000
        write(
            tmp_path,
            {
                f"{folder}/topology/physical_package_id": "0\n",
                f"{folder}/topology/core_id": f"{place}\n",
                f"{folder}/cpufreq/cpuinfo_max_freq": f"{megahertz}\n",
                f"{folder}/cache/index0/type": "Data\n",
                f"{folder}/cache/index0/size": "64K\n",
                f"{folder}/cache/index1/type": "Instruction\n",
                f"{folder}/cache/index1/size": "64K\n",
                f"{folder}/cache/index2/type": "Unified\n",
                f"{folder}/cache/index2/size": "1M\n",
            },
        )
    assert topology(tmp_path) == Topology(
        sockets=1,
        physical_cores=4,
        threads_per_core=1,
        core_mhz=(2400, 1800),
        cache_bytes=(64 * 1024, 2**20),
    )


def test_two_threads_of_a_core_are_one_core(tmp_path: Path) -> None:
    for place in range(4):
        folder = f"sys/devices/system/cpu/cpu{place}/topology"
        write(tmp_path, {f"{folder}/physical_package_id": "0", f"{folder}/core_id": str(place % 2)})
    found = topology(tmp_path)
    assert found is not None
    assert (found.physical_cores, found.threads_per_core) == (2, 2)
