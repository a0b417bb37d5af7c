"""`flotilla-agent`: enroll this machine, run its agent, say how it is, import, serve alone.

Exit codes: 0 done, 1 it did not work (the message says why), 2 wrong usage, 3 `status` of an agent
that is enrolled and does not run.
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from agent import VERSION
from agent.alone.options import add_arguments
from agent.cli import bundles, tuf
from agent.settings import Settings, SettingsError, load, parse_size
from shared.errors import Fault, FlotillaError

DEFAULT_DATA = Path("data/agent")
FAILED = 1
_PRIVATE = 0o077
"""What a device keeps is for its owner alone, whoever made the folder."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        code: int = options.verb(options)
    except FlotillaError as error:
        if options.as_json:
            fault = Fault.of(error, phase=options.name, component="agent")
            print(json.dumps({"error": fault.model_dump(mode="json")}))
        else:
            print(f"flotilla-agent {options.name}: {error}", file=sys.stderr)
        return FAILED
    return code


def _enroll(options: argparse.Namespace) -> int:
    # A running agent does without.
    from agent.trust.enrollment import Patience, Wishes, enroll, enroll_again  # noqa: PLC0415

    os.umask(_PRIVATE)
    patience = Patience(say=lambda line: print(line, file=sys.stderr, flush=True))
    if options.again:
        settings = enroll_again(
            options.data, gateway_url=options.gateway, token=options.token, patience=patience
        )
    else:
        wishes = Wishes(
            gateway_url=options.gateway,
            token=options.token,
            name=options.device_name or "",
            labels=dict(options.label),
            memory_budget_bytes=options.memory_budget,
            disk_budget_bytes=options.disk_budget,
            api_host=options.api_host,
            api_port=options.api_port,
        )
        settings = enroll(options.data, wishes, patience)
    if options.as_json:
        print(settings.model_dump_json(exclude={"api_key", "api_keys"}))
    else:
        print(f"enrolled {settings.name} as device {settings.device} of fleet {settings.fleet}")
        print(f"start it with: flotilla-agent run --data {options.data}")
    return 0


def _run(options: argparse.Namespace) -> int:
    # paho takes dnspython along where it is installed, for SRV look-ups that we never make: 2 MB.
    sys.modules.setdefault("dns.resolver", None)  # type: ignore[arg-type]
    from agent.app import run  # noqa: PLC0415 - the other verbs are quick without it
    from shared.logs import configure  # noqa: PLC0415 - likewise

    os.umask(_PRIVATE)
    configure(as_json=options.json_logs, level=options.log_level)
    asyncio.run(run(_settings(options)))
    return 0


def _status(options: argparse.Namespace) -> int:
    from agent.cli.status import run  # noqa: PLC0415 - only this verb needs it

    return run(_settings(options), as_json=options.as_json)


def _key(options: argparse.Namespace) -> int:
    from agent.keys import add, remove  # noqa: PLC0415 - only this verb needs it

    if options.remove:
        remove(options.data, options.key_name)
        secret = None
    else:
        secret = add(options.data, options.key_name, slots=options.slot)
    restart = "restart the agent of this folder to have it take effect"
    if options.as_json:
        print(json.dumps({"name": options.key_name, "key": secret}))
    elif secret is None:
        print(f"removed the key {options.key_name}; {restart}")
    else:
        print(f"{secret}\nis shown this once: only its hash is kept; {restart}")
    return 0


def _probe(options: argparse.Namespace) -> int:
    from agent.cli.probing import run  # noqa: PLC0415 - only this verb needs it

    return run(options)


def _serve(options: argparse.Namespace) -> int:
    from agent.alone.run import run  # noqa: PLC0415 - only this verb needs it
    from shared.logs import configure  # noqa: PLC0415 - likewise

    configure(as_json=options.json_logs, level=options.log_level)
    asyncio.run(run(options, _say))
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


def _version(options: argparse.Namespace) -> int:
    print(json.dumps({"version": VERSION}) if options.as_json else VERSION)
    return 0


def _settings(options: argparse.Namespace) -> Settings:
    chosen = {
        "memory_budget_bytes": options.memory_budget,
        "disk_budget_bytes": options.disk_budget,
        "api_host": options.api_host,
        "api_port": options.api_port,
        "threads": options.threads,
        "keepalive_s": options.keepalive,
    }
    overrides = {key: value for key, value in chosen.items() if value is not None}
    return load(options.data, environment=os.environ, overrides=overrides)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="flotilla-agent", description="The agent of one machine of a Flotilla fleet."
    )
    verbs = parser.add_subparsers(dest="name", metavar="VERB", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--json", dest="as_json", action="store_true", help="print JSON for programs"
    )
    limits = argparse.ArgumentParser(add_help=False)
    limits.add_argument(
        "--data", type=Path, default=DEFAULT_DATA, help="folder of this device (%(default)s)"
    )
    limits.add_argument(
        "--memory-budget", type=_size, metavar="SIZE", help="most one model may take: 96MiB, 2GB"
    )
    limits.add_argument(
        "--disk-budget", type=_size, metavar="SIZE", help="most that models may take on disk"
    )
    limits.add_argument("--api-host", help="address of the local API (127.0.0.1)")
    limits.add_argument("--api-port", type=int, metavar="PORT", help="its port (11500)")

    enroll = verbs.add_parser("enroll", parents=[common, limits], help="join a fleet")
    enroll.add_argument("--gateway", required=True, metavar="URL", help="https://host:8421")
    enroll.add_argument("--token", required=True, help="one-time token of the control plane")
    enroll.add_argument("--name", dest="device_name", help="name of the device (its host name)")
    enroll.add_argument(
        "--label", action="append", type=_label, default=[], metavar="KEY=VALUE", help="repeatable"
    )
    enroll.add_argument(
        "--again",
        action="store_true",
        help="the device in --data keeps its id and gets a new certificate",
    )
    enroll.set_defaults(verb=_enroll)

    for name, verb, text in (
        ("run", _run, "run the agent until it is told to stop"),
        ("status", _status, "say how the agent of a folder is"),
    ):
        sub = verbs.add_parser(name, parents=[common, limits], help=text)
        sub.add_argument("--threads", type=int, help="threads of the engine (all cores)")
        sub.add_argument("--keepalive", type=int, metavar="SECONDS", help="MQTT keep-alive (60)")
        sub.add_argument("--json-logs", action="store_true", help="log JSON lines")
        sub.add_argument("--log-level", default="INFO", help="DEBUG, INFO, WARNING (%(default)s)")
        sub.set_defaults(verb=verb)

    bundles.add(verbs, common, data=DEFAULT_DATA)
    tuf.add(verbs, common)
    probe = verbs.add_parser(
        "probe", parents=[common], help="measure what this machine can do, and keep it"
    )
    probe.add_argument(
        "--data", type=Path, default=DEFAULT_DATA, help="folder of this device (%(default)s)"
    )
    probe.add_argument("--threads", type=int, help="threads of the engine (all cores)")
    probe.set_defaults(verb=_probe)

    key = verbs.add_parser("key", parents=[common], help="make a key of the local API, or take one")
    key.add_argument("key_name", metavar="NAME", help="whose key it is")
    key.add_argument(
        "--data", type=Path, default=DEFAULT_DATA, help="folder of this device (%(default)s)"
    )
    key.add_argument(
        "--slot", action="append", help="the only slot it opens; repeatable (every slot)"
    )
    key.add_argument("--remove", action="store_true", help="let it open nothing any more")
    key.set_defaults(verb=_key)

    serve = verbs.add_parser(
        "serve",
        parents=[common],
        help="serve one local, unsigned model, with no fleet and no data folder",
    )
    add_arguments(serve)
    serve.add_argument("--json-logs", action="store_true", help="log JSON lines")
    serve.add_argument("--log-level", default="WARNING", help="DEBUG, INFO, WARNING (%(default)s)")
    serve.set_defaults(verb=_serve)

    version = verbs.add_parser("version", parents=[common], help="print the version")
    version.set_defaults(verb=_version)
    return parser


def _size(text: str) -> int:
    try:
        return parse_size(text)
    except SettingsError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _label(text: str) -> tuple[str, str]:
    key, separator, value = text.partition("=")
    if not separator or not key or not value:
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=VALUE")
    return key, value
