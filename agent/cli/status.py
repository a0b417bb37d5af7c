"""`flotilla-agent status`: how the agent of a folder is, by what it last wrote of itself."""

import json
from collections.abc import Iterator
from typing import Any, Final

from agent.host.status import StatusFile, is_running
from agent.settings import Settings

NOT_RUNNING: Final = 3


def run(settings: Settings, *, as_json: bool) -> int:
    """Say how it is; the code tells a running agent from one that does not."""
    running = is_running(settings.data)
    live = StatusFile(settings.status_file).read() if running else {}
    if as_json:
        identity = settings.model_dump(
            mode="json", exclude={"api_key", "api_keys"}, exclude_none=True
        )
        print(json.dumps({**identity, "running": running, **live}))
    else:
        print("\n".join(_lines(settings, live, running=running)))
    return 0 if running else NOT_RUNNING


def _lines(settings: Settings, live: dict[str, Any], *, running: bool) -> Iterator[str]:
    yield f"{settings.name}  device {settings.device}  fleet {settings.fleet}"
    if not running:
        yield f"  not running; start it with: flotilla-agent run --data {settings.data}"
        return
    yield f"  control plane  {'connected' if live.get('connected') else 'out of reach'}"
    yield f"  local API      {live.get('api') or 'starts with the first model'}"
    yield f"  repositories   {_repositories(live.get('repositories') or {})}"
    slots = live.get("slots") or {}
    if not slots:
        yield "  slots          none yet"
    for name, slot in slots.items():
        state = "serving" if slot.get("serving") else "not serving"
        model = f"{slot.get('line')}:{slot.get('version')} {slot.get('variant')}"
        yield f"  slot {name:<9} {state} {model}  {slot.get('bundle')}"
        if slot.get("recall"):
            yield f"    {_recall(slot)}"


def _repositories(look: dict[str, Any]) -> str:
    if look.get("problem"):
        return f"nothing new is installed: {look['problem']}"
    if look.get("verified_at"):
        return f"verified at {look['verified_at']}"
    return "not looked at since the start"


def _recall(slot: dict[str, Any]) -> str:
    reason = slot.get("recall_reason")
    if slot.get("recall") == "warn":
        return f"warning of the publisher: {reason}"
    if slot.get("recalled") == slot.get("bundle"):
        return f"recalled, and stopped for good: {reason}; deploy another version"
    return f"fell back to this version, {slot.get('recalled')} was recalled: {reason}"
