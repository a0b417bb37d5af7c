"""What a transfer costs: time and memory for a gibibyte, bytes for a changed bundle, a look around.

`--quick` takes smaller sizes, to see that everything runs.
"""

import argparse
import asyncio

from bench import transfer_rate, transfer_refresh, transfer_reuse
from bench.report import publish


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1024, metavar="MIB")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--bundles", type=int, default=10_000)
    parser.add_argument("--devices", type=int, default=10_000)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    if options.quick:
        options.size, options.rounds = 128, 3
        options.bundles = options.devices = 500
    rows = transfer_rate.measure(size_mib=options.size, rounds=options.rounds)
    rows += asyncio.run(transfer_reuse.measure())
    rows += asyncio.run(transfer_refresh.measure(bundles=options.bundles, devices=options.devices))
    publish("transfer", rows, {"rounds": options.rounds})


if __name__ == "__main__":
    main()
