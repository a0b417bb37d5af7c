"""Fuzz one reader without end: `python -m tests.fuzz.run NAME [libFuzzer options]`.

Coverage guides it.

`-max_total_time=120` ends it after two minutes. An input that breaks the reader is written to the
folder that `-artifact_prefix=` names; it becomes a test. Needs the dependency group `fuzz`.
"""

import sys
import tempfile
from pathlib import Path

import atheris


def main() -> None:
    with atheris.instrument_imports(include=["agent", "shared", "controlplane"]):
        from tests.fuzz.corpus import everything  # noqa: PLC0415 - what is fuzzed is instrumented

    folder = Path(tempfile.mkdtemp(prefix="flotilla-fuzz-"))
    found = everything(folder / "authority")
    if len(sys.argv) < 2 or sys.argv[1] not in found:
        sys.exit(f"say which: {', '.join(sorted(found))}")
    name, options = sys.argv[1], sys.argv[2:]
    seeds = folder / name
    seeds.mkdir()
    for number, seed in enumerate(found[name].seeds):
        (seeds / str(number)).write_bytes(seed)
    atheris.Setup([sys.argv[0], *options, str(seeds)], found[name].read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
