"""`flotilla-agent tuf`, hidden: how the conformance suite of the TUF project drives a client."""

import argparse
from pathlib import Path


def add(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the verb; without a help text it is not listed."""
    tuf = verbs.add_parser("tuf", parents=[common])
    tuf.add_argument("--metadata-dir", type=Path, required=True)
    tuf.add_argument("--metadata-url", default="")
    tuf.add_argument("--target-name", action="append", default=[])
    tuf.add_argument("--target-base-url", default="")
    tuf.add_argument("--target-dir", type=Path)
    deeds = tuf.add_subparsers(dest="deed", required=True)
    init = deeds.add_parser("init")
    init.add_argument("root", type=Path)
    deeds.add_parser("refresh")
    deeds.add_parser("download")
    tuf.set_defaults(verb=run)


def run(options: argparse.Namespace) -> int:
    """Do what the suite asks for.

    Raises:
        TrustError: the repository cannot be read or verified.
    """
    from agent.trust.conformance import Conformance  # noqa: PLC0415 - the parser does without

    client = Conformance(options.metadata_dir)
    match options.deed:
        case "init":
            client.init(options.root)
        case "refresh":
            client.refresh(options.metadata_url)
        case _:
            client.download(
                options.metadata_url,
                options.target_name,
                targets_url=options.target_base_url,
                into=options.target_dir,
            )
    return 0
