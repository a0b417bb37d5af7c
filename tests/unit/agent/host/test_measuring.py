"""A device is measured once, and again when something changes or somebody asks."""

from pathlib import Path

import pytest

from agent.host.kernels import KernelFile, Probed, ProbeError, key_of
from agent.host.measuring import Measuring
from shared.capabilities import Accelerator, Capability, Engine, Kernels
from tests.support.builders import a_capability

CARD = Accelerator(kind="ggml CUDA0", name="A card", memory_bytes=1)


class Bench:
    """Measures as often as it is asked, and remembers how often that was."""

    def __init__(self, *, fails: bool = False) -> None:
        self.asked = 0
        self.fails = fails

    async def measure(self, capability: Capability) -> Probed:
        self.asked += 1
        if self.fails:
            raise ProbeError("no")
        key = key_of(capability)
        return Probed(
            key=key, accelerators=(CARD,), kernels=Kernels(key=key, step_ns=1000 * self.asked)
        )


class Device:
    """What looking at it finds, and how often it had something new to say."""

    def __init__(self, folder: Path, bench: Bench, *, measures: bool = True) -> None:
        self.capability = a_capability(96)
        self.news = 0
        self.measuring = Measuring(
            look=lambda: self.capability,
            file=KernelFile(folder / "kernels.json"),
            measure=bench.measure,
            on_change=self._changed,
            measures=measures,
        )

    def _changed(self) -> None:
        self.news += 1


async def test_a_new_device_is_measured_and_says_so(tmp_path: Path) -> None:
    bench = Bench()
    device = Device(tmp_path, bench)
    assert device.measuring.capability.kernels is None
    await device.measuring.run()
    found = device.measuring.capability
    assert found.kernels is not None
    assert (found.accelerators, device.news, bench.asked) == ((CARD,), 1, 1)


async def test_a_device_that_starts_again_knows_itself(tmp_path: Path) -> None:
    bench = Bench()
    first = Device(tmp_path, bench)
    await first.measuring.run()
    second = Device(tmp_path, bench)
    assert second.measuring.capability == first.measuring.capability
    await second.measuring.run()
    assert (bench.asked, second.news) == (1, 0)


async def test_another_engine_is_measured_anew(tmp_path: Path) -> None:
    bench = Bench()
    await Device(tmp_path, bench).measuring.run()
    device = Device(tmp_path, bench)
    device.capability = a_capability(
        96, engines=(Engine(name="llama", version="0.4", formats=("gguf",)),)
    )
    assert (await device.measuring.again()).kernels == Kernels(
        key=key_of(device.capability), step_ns=2000
    )


async def test_who_asks_has_it_measured_again_but_keeps_the_memory_budget(tmp_path: Path) -> None:
    bench = Bench()
    device = Device(tmp_path, bench)
    await device.measuring.run()
    device.capability = a_capability(10)  # a model is loaded
    found = await device.measuring.again()
    assert bench.asked == 2
    assert found.memory_budget_bytes == a_capability(96).memory_budget_bytes


async def test_a_measurement_that_fails_is_no_end(tmp_path: Path) -> None:
    device = Device(tmp_path, Bench(fails=True))
    await device.measuring.run()
    assert device.measuring.capability.kernels is None
    with pytest.raises(ProbeError):
        await device.measuring.again()


async def test_who_must_not_measure_looks_only(tmp_path: Path) -> None:
    bench = Bench()
    device = Device(tmp_path, bench, measures=False)
    await device.measuring.run()
    device.capability = a_capability(96, cores=2)
    assert (await device.measuring.again()).cores == 2
    assert bench.asked == 0


def test_a_file_of_nonsense_counts_for_nothing(tmp_path: Path) -> None:
    file = tmp_path / "kernels.json"
    file.write_text("{")
    assert KernelFile(file).read("k") is None
    KernelFile(tmp_path / "gone" / "kernels.json").write(Probed(key="k"))


def test_who_keeps_no_file_writes_none() -> None:
    nowhere = KernelFile(None)
    nowhere.write(Probed(key="k"))
    assert nowhere.read("k") is None


def test_the_key_depends_on_hardware_and_engines_and_not_on_memory_that_is_free() -> None:
    assert key_of(a_capability(96)) == key_of(a_capability(64))
    assert key_of(a_capability(96)) != key_of(a_capability(96, cores=8))
    assert key_of(a_capability(96)) != key_of(a_capability(96, threads=1))


def test_a_capability_without_what_was_added_later_has_the_hash_it_had() -> None:
    plain = a_capability(96)
    assert plain.digest() == a_capability(96, kernels=None, battery=False).digest()
    assert plain.digest() != a_capability(96, kernels=Kernels(key="k")).digest()
    again = Capability.model_validate_json(plain.model_dump_json())
    assert again.digest() == plain.digest()
