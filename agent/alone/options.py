"""The command line of `flotilla-agent serve`."""

import argparse
from pathlib import Path

from agent.settings import SettingsError, parse_size

KEY_VARIABLE = "FLOTILLA_AGENT_API_KEY"
PORT = 11_500
PARALLEL = 4
CACHE = "64MiB"
KV_TYPES = ("f16", "q8_0", "q4_0")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what `serve` takes."""
    parser.add_argument("model", type=Path, help="a GGUF or ONNX file, or a model's folder")
    listening = parser.add_argument_group("who may call")
    listening.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    listening.add_argument(
        "--port", type=int, default=PORT, help="0 lets the system choose (%(default)s)"
    )
    listening.add_argument(
        "--api-key",
        action="append",
        default=[],
        metavar="KEY",
        help=f"needed beyond the loopback; repeatable; better in {KEY_VARIABLE}",
    )
    listening.add_argument(
        "--origin", action="append", default=[], metavar="URL", help="web pages that may call"
    )
    listening.add_argument(
        "--allow-host", action="append", default=[], metavar="NAME", help="further name of this API"
    )
    model = parser.add_argument_group("the model")
    model.add_argument("--alias", help="name of the model for callers (the file's)")
    serves = model.add_mutually_exclusive_group()
    for name, text in (
        ("embeddings", "serve vectors"),
        ("rerank", "serve scores of documents"),
        ("tensors", "serve the Open Inference Protocol alone"),
    ):
        serves.add_argument(f"--{name}", dest="serves", action="store_const", const=name, help=text)
    model.add_argument(
        "--ctx",
        type=_count,
        metavar="TOKENS",
        help="prompt and answer of one request (4096, or what the model was made for)",
    )
    model.add_argument(
        "--parallel",
        type=_positive,
        default=PARALLEL,
        metavar="N",
        help="requests at once (%(default)s)",
    )
    model.add_argument(
        "--lora", action="append", type=_lora, default=[], metavar="NAME=PATH", help="repeatable"
    )
    model.add_argument(
        "--kv", choices=KV_TYPES, default="f16", help="type of keys and values (%(default)s)"
    )
    model.add_argument("--threads", type=_positive, help="threads of the engine (measured)")
    model.add_argument(
        "--batch", type=_positive, default=512, help="most tokens of one step (%(default)s)"
    )
    model.add_argument(
        "--repack", action="store_true", help="faster prompts for twice the weights' memory"
    )
    model.add_argument(
        "--no-speculation", action="store_true", help="guess no tokens from the prompt"
    )
    limits = parser.add_argument_group("limits")
    limits.add_argument(
        "--cache",
        type=size,
        default=parse_size(CACHE),
        metavar="SIZE",
        help=f"memory for prefixes beside the context ({CACHE})",
    )
    limits.add_argument(
        "--memory-budget", type=size, metavar="SIZE", help="most the model may take (what is free)"
    )
    limits.add_argument(
        "--max-waiting",
        type=_count,
        default=64,
        metavar="N",
        help="requests that may wait; others are told when to come back (%(default)s)",
    )
    limits.add_argument(
        "--keep-alive", type=float, metavar="SECONDS", help="unload when nobody asks for so long"
    )


def size(text: str) -> int:
    try:
        return parse_size(text)
    except SettingsError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def _positive(text: str) -> int:
    number = _count(text)
    if not number:
        raise argparse.ArgumentTypeError("it must be at least 1")
    return number


def _lora(text: str) -> tuple[str, Path]:
    name, separator, path = text.partition("=")
    if not separator or not name or not path:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=PATH")
    return name, Path(path)
