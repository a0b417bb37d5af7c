"""Composes an API over one model that nobody signed, and runs it until it is told to stop."""

import argparse
import asyncio
import contextlib
import json
import logging
import os
import shlex
import signal
from collections.abc import Callable

from agent.alone import files
from agent.alone.files import Found, NoModelError
from agent.alone.options import KEY_VARIABLE
from agent.engine.values import Adapter
from agent.host.proc import Machine
from agent.serving.admission import Bounds
from agent.serving.servable import UNMANAGED, Servable
from agent.serving.slots import Slots

SLOT = "main"
CONTEXT = 4096
"""Tokens of a request where nobody chose, and the model was made for as many."""
PROMPT_TOKENS = 16
"""Contexts full of prompts that may be in the queue."""

log = logging.getLogger(__name__)


class NoCounters:
    """Nobody collects telemetry of a model that stands alone; `/metrics` has the numbers."""

    def record_request(
        self,
        slot: str,
        *,
        failed: bool,
        prompt_tokens: int,
        generated_tokens: int,
        first_token_ms: float | None,
        tokens_per_s: float | None,
    ) -> None:
        """Forget it."""


def servable(options: argparse.Namespace, found: Found) -> Servable:
    """Describe how a model is to be run.

    Raises:
        NoModelError: an adapter is missing.
    """
    for name, path in options.lora:
        if not path.is_file():
            raise NoModelError(f"the adapter {name} is not there: {path} does not exist")
    context = CONTEXT if options.ctx is None else options.ctx or found.trained or CONTEXT
    return Servable(
        bundle=files.digest_of(found),
        deployment=None,
        line=options.alias or found.name,
        version="",
        variant="",
        weights=found.weights.absolute(),
        context=min(context, found.trained) if found.trained else context,
        parallel=options.parallel,
        threads=options.threads,
        serves=options.serves or found.serves,
        adapters=tuple(Adapter(name, str(path.absolute())) for name, path in options.lora),
        cache_bytes=options.cache,
        kv_type=options.kv,
        repack=options.repack,
        speculate=not options.no_speculation,
        batch=options.batch,
        managed=False,
    )


def budget(machine: Machine, wanted: int | None) -> int:
    """Return the memory that a model may take: what was chosen, or what is free."""
    limit, free = machine.memory_limit_bytes(), machine.memory_available_bytes()
    return wanted or min(
        (one for one in (limit, free) if one), default=machine.memory_total_bytes()
    )


def example(url: str, served: Servable, *, chats: bool, keyed: bool) -> str:
    """Return a command that asks the model something."""
    model = served.name
    bodies: dict[str, tuple[str, dict[str, object]]] = {
        files.EMBEDDINGS: ("/v1/embeddings", {"input": ["Hello"]}),
        files.RERANK: ("/v1/rerank", {"query": "tea", "documents": ["a cup of tea", "a car"]}),
        files.TEXT: (
            "/v1/chat/completions" if chats else "/v1/completions",
            {"messages": [{"role": "user", "content": "Hello"}]} if chats else {"prompt": "Once"},
        ),
    }
    if served.serves not in bodies:
        return f"curl {url}/v2/models/{model}"
    path, body = bodies[served.serves]
    text = shlex.quote(json.dumps({"model": model, **body}))
    # In double quotes, so that the shell puts the key in its place.
    key = f' -H "Authorization: Bearer ${KEY_VARIABLE}"' if keyed else ""
    return f"curl {url}{path} -H 'Content-Type: application/json'{key} -d {text}"


async def run(options: argparse.Namespace, say: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM.

    Raises:
        FlotillaError: there is no such model, it cannot be loaded, or nobody can listen.
    """
    serving = asyncio.ensure_future(_run(options, say))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, serving.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await serving


async def _run(options: argparse.Namespace, say: Callable[[str], None]) -> None:
    from agent.api import server  # noqa: PLC0415 - what is wrong with the model is said sooner
    from agent.api.auth import Access, Key  # noqa: PLC0415 - likewise

    found = await asyncio.to_thread(files.find, options.model)
    served = await asyncio.to_thread(servable, options, found)
    secrets = [*options.api_key, *filter(None, [os.environ.get(KEY_VARIABLE)])]
    access = Access(
        keys=tuple(map(Key.of, secrets)),
        origins=tuple(options.origin),
        hosts=tuple(options.allow_host),
    )
    slots = Slots(
        memory_budget_bytes=budget(Machine(), options.memory_budget),
        counters=NoCounters(),
        bounds=Bounds(options.max_waiting, max(65_536, served.context * PROMPT_TOKENS)),
    )
    listening: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    log.warning(UNMANAGED, extra={"model": str(found.weights), "sha256": served.bundle})
    app = server.build(slots, access=access)
    try:
        api = asyncio.create_task(
            server.serve(app, options.host, options.port, on_listening=listening.set_result)
        )
        loading = asyncio.create_task(_load(slots, served, options.keep_alive))
        try:
            await asyncio.wait((api, loading), return_when=asyncio.FIRST_COMPLETED)
            if loading.done():
                await loading
                url = f"http://{_bracketed(options.host)}:{await listening}"
                _tell(say, options, slots, served, url, keyed=access.protected)
            await api
        finally:
            for task in (loading, api):
                task.cancel()
            await asyncio.gather(loading, api, return_exceptions=True)
    finally:
        await slots.close()
    log.info("stopped")


async def _load(slots: Slots, served: Servable, keep_alive_s: float | None) -> None:
    await slots.serve(SLOT, served)
    slots.keep_alive(SLOT, keep_alive_s)


def _tell(
    say: Callable[[str], None],
    options: argparse.Namespace,
    slots: Slots,
    served: Servable,
    url: str,
    *,
    keyed: bool,
) -> None:
    ready = slots.describe(SLOT)
    curl = example(url, served, chats=ready.chat_template, keyed=keyed)
    if options.as_json:
        facts = {
            "api": url,
            "model": served.name,
            "serves": ready.serves,
            "engine": ready.engine,
            "context": ready.n_ctx,
            "parallel": ready.parallel,
            "load_ms": ready.load_ms,
            "sandbox": list(ready.sandbox),
            "managed": False,
            "sha256": str(served.bundle).removeprefix("sha256:"),
        }
        say(json.dumps(facts))
        return
    say(f"{served.name}: {UNMANAGED}")
    say(f"  serves   {ready.serves} with {ready.engine}, loaded in {ready.load_ms} ms")
    each = f" of {ready.n_ctx} tokens" if ready.n_ctx else ""
    say(f"  at once  {ready.parallel} requests{each}")
    say(f"  API      {url}")
    say(f"  try      {curl}")


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
