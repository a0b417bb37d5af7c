"""The verbs that look at bundles, on this device or on a stick: `import` and `verify`."""

import argparse
import os
from pathlib import Path

from agent.settings import Settings, load


def add(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    common: argparse.ArgumentParser,
    *,
    data: Path,
) -> None:
    """Add them; `data` is the folder of the device where none is named."""
    bring = verbs.add_parser("import", parents=[common], help="install from a stick")
    bring.add_argument("folder", type=Path, metavar="FOLDER", help="where the stick is mounted")
    bring.set_defaults(verb=_import)
    verify = verbs.add_parser(
        "verify", parents=[common], help="explain step by step why a bundle is trusted, or is not"
    )
    verify.add_argument(
        "subject", metavar="SLOT|DIGEST|FOLDER", help="a slot, a bundle, or a mounted stick"
    )
    verify.set_defaults(verb=_verify)
    for sub in (bring, verify):
        sub.add_argument(
            "--data", type=Path, default=data, help="folder of this device (%(default)s)"
        )


def _import(options: argparse.Namespace) -> int:
    from agent.cli.importing import run  # noqa: PLC0415 - only this verb needs it

    return run(_settings(options), options.folder, as_json=options.as_json)


def _verify(options: argparse.Namespace) -> int:
    from agent.cli.verifying import run  # noqa: PLC0415 - only this verb needs it

    return run(_settings(options), options.subject, as_json=options.as_json)


def _settings(options: argparse.Namespace) -> Settings:
    return load(options.data, environment=os.environ)
