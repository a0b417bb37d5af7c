"""What a machine is found to be."""

from importlib import metadata
from pathlib import Path

import pytest

from agent.host.probe import Wishes, engines, probe
from agent.host.proc import Machine, held_bytes
from shared.capabilities import Capability

MIB = 2**20


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, "proc/cpuinfo", "model name\t: Fast CPU\nflags\t\t: fpu avx2 fma f16c mmx\n")
    write(tmp_path, "proc/meminfo", "MemTotal: 1024000 kB\nMemAvailable: 512000 kB\n")
    write(tmp_path, "proc/self/cgroup", "0::/app/agent\n")
    return tmp_path


def write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def measured(root: Path, *, budget: int | None = None, disk: int | None = None) -> Capability:
    return probe(
        Machine(root),
        data=root,
        wishes=Wishes(memory_budget_bytes=budget, disk_budget_bytes=disk),
        held_bytes=0,
        bandwidth=lambda _hardware: 7,
    )


def test_the_kernel_s_facts_are_read(root):
    found = measured(root)
    assert (found.cpu_model, found.instructions) == ("Fast CPU", ("avx2", "f16c", "fma"))
    assert found.memory_total_bytes == 1_024_000 * 1024
    assert found.memory_bandwidth == 7


def test_the_budget_is_what_is_free_where_nothing_is_tighter(root):
    assert measured(root).memory_budget_bytes == 500 * MIB // (16 * MIB) * (16 * MIB)


def test_a_control_group_further_up_limits_too(root):
    write(root, "sys/fs/cgroup/app/agent/memory.max", "max\n")
    write(root, "sys/fs/cgroup/app/memory.max", str(100 * MIB))
    assert measured(root).memory_budget_bytes == 100 * MIB


def test_a_budget_that_was_set_wins_within_what_the_machine_has(root):
    assert measured(root, budget=96 * MIB).memory_budget_bytes == 96 * MIB
    assert measured(root, budget=700 * MIB).memory_budget_bytes == 700 * MIB
    assert measured(root, budget=10**12).memory_budget_bytes == 1000 * MIB
    assert measured(root, disk=5).disk_budget_bytes == 5


def test_a_machine_that_says_nothing_is_still_described(tmp_path):
    found = measured(tmp_path)
    assert (found.cpu_model, found.instructions, found.memory_budget_bytes) == ("unknown", (), 0)
    assert found.cores >= 1


def test_a_cpu_quota_counts_as_fewer_cores(root):
    write(root, "sys/fs/cgroup/cpu.max", "100000 100000\n")
    assert measured(root).cores == 1


def test_the_hash_does_not_change_from_one_look_to_the_next(root):
    assert measured(root).digest() == measured(root).digest()


def test_engines_are_found_without_importing_any():
    found = {each.name: each.formats for each in engines()}
    assert found == {"llama": ("gguf",), "onnx": ("onnx",)}


def test_an_engine_that_is_not_installed_is_not_listed():
    def version_of(package: str) -> str:
        if package == "onnxruntime":
            raise metadata.PackageNotFoundError(package)
        return "1.0"

    assert [each.name for each in engines(version_of)] == ["llama"]


def test_a_file_with_two_names_is_held_once(tmp_path):
    (tmp_path / "blob").write_bytes(b"12345")
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "weights").hardlink_to(tmp_path / "blob")
    assert held_bytes(tmp_path) == 5
