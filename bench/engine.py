"""The engine beside llama-server, part by part.

    make bench NAME=engine ARGS="--part speed --part stall --rounds 5"

Parts: `speed` (1, 4 and 8 clients), `prefix` (a shared system prompt), `stall` (a long prompt
beside running streams), `schema` (JSON answers), `cost` (the scheduler's own), `queue` (200 clients
at once). Without `--part` all are run, in about 40 minutes. Every server has the same file,
threads, context, places, prompts and greedy sampling. All are up at once and take turns round by
round; rows show medians, first of both as they come, then of like beside like.
"""

import argparse
import platform
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bench.engine_limits import crowd, scheduler_cost
from bench.engine_schema import large_answers, starter_answers
from bench.engine_speed import long_prompt, shared_prefix, throughput
from bench.report import Row, publish
from bench.support.rounds import Contest
from bench.support.servers import (
    LLAMA,
    LLAMA_PLAIN,
    OURS,
    OURS_COPIES,
    REPOSITORY,
    Setting,
    StartError,
    running,
)
from bench.support.shape import half_billion

Part = Callable[[Path, Contest], Sequence[Row]]
PARTS: Mapping[str, Part] = {
    "speed": throughput,
    "prefix": shared_prefix,
    "stall": long_prompt,
    "schema": lambda model, contest: [*starter_answers(contest), *large_answers(model, contest)],
    "cost": lambda model, _contest: scheduler_cost(model),
    "queue": lambda model, _contest: crowd(model),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", action="append", choices=PARTS, help="repeatable; all by default")
    parser.add_argument("--rounds", type=int, default=3, help="that count (%(default)s)")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # the servers end with us
    subprocess.run([REPOSITORY / "deploy" / "setup" / "llama_server.sh"], check=True)
    model = half_billion()
    names, why = _names(model)
    contest = Contest(options.rounds, names)
    rows: list[Row] = []
    for name in options.part or PARTS:
        print(f"{name}...", flush=True)
        rows += PARTS[name](model, contest)
    notes = {
        "servers": names,
        "llama-server": why,
        "rounds": options.rounds,
        "kernel": platform.release(),
        "least, median, greatest": contest.spread(),
    }
    publish("engine", rows, notes)


def _names(model: Path) -> tuple[list[str], str]:
    """Return who takes part; llama-server's defaults crash where the compiler was wrong."""
    try:
        with running(LLAMA, Setting(model, context=256, parallel=1)):
            return [OURS, OURS_COPIES, LLAMA, LLAMA_PLAIN], "runs with its defaults"
    except StartError as error:
        print(f"left out: {error}", flush=True)
        return [OURS, LLAMA_PLAIN], f"does not run with its defaults: {error}"


if __name__ == "__main__":
    main()
