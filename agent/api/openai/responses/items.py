"""From the items of a response's input to messages. Pure but for the ids of items without one."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from agent.api.errors import ApiError, UnsupportedError
from agent.api.openai.responses.schema import MAX_ITEMS
from agent.engine.values import Message, ToolCall

_ROLES: Final = {"developer": "system"}
_KNOWN_ROLES: Final = frozenset({"system", "developer", "user", "assistant"})
_TEXTS: Final = frozenset({"input_text", "output_text", "text"})


def items_of(given: str | list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the input as items, each with its id.

    Raises:
        ApiError: there are too many, or there is nothing.
    """
    if isinstance(given, str):
        given = [{"role": "user", "content": given}]
    if not 0 < len(given) <= MAX_ITEMS:
        raise ApiError(
            f"input: a text, or from 1 to {MAX_ITEMS} items", param="input", code="invalid_value"
        )
    return [_item(one) for one in given]


def messages_of(items: Sequence[dict[str, Any]]) -> tuple[Message, ...]:
    """Return the items as messages; what one answer thought, said and called comes together.

    Raises:
        ApiError: an item is none that a model could be given.
    """
    messages: list[Message] = []
    thought = ""
    for place, item in enumerate(items):
        where = f"input.{place}"
        if item["type"] == "reasoning":
            thought = _thought(item)
            continue
        message = _message(item, where)
        if message.role == "assistant":
            message = replace(message, reasoning=thought)
            if messages and message.tool_calls and messages[-1].role == "assistant":
                before = messages.pop()
                message = replace(
                    before,
                    tool_calls=before.tool_calls + message.tool_calls,
                    reasoning=before.reasoning or thought,
                )
        thought = ""
        messages.append(message)
    return tuple(messages)


def _item(given: dict[str, Any]) -> dict[str, Any]:
    kind = given.get("type") or "message"
    item = {"id": f"{_prefix(kind)}_{secrets.token_hex(12)}", **given, "type": kind}
    if not isinstance(item["id"], str) or not item["id"]:
        item["id"] = f"{_prefix(kind)}_{secrets.token_hex(12)}"
    if kind == "message" and isinstance(item.get("content"), str):
        part = "output_text" if item.get("role") == "assistant" else "input_text"
        more: dict[str, Any] = {"annotations": []} if part == "output_text" else {}
        item["content"] = [{"type": part, "text": item["content"], **more}]
    return {"status": "completed", **item}


def _message(item: dict[str, Any], where: str) -> Message:
    match item:
        case {"type": "message", "role": str(role), "content": content} if role in _KNOWN_ROLES:
            return Message(_ROLES.get(role, role), _text(content, where))
        case {"type": "function_call", "name": str(name), "arguments": str(arguments)}:
            call = ToolCall(str(item.get("call_id") or item["id"]), name, arguments)
            return Message("assistant", "", tool_calls=(call,))
        case {"type": "function_call_output", "call_id": str(call_id), "output": output}:
            return Message("tool", _text(output, where), tool_call_id=call_id)
        case {"type": "message" | "function_call" | "function_call_output"}:
            raise ApiError(f"{where} is not complete", param=where, code="invalid_value")
        case _:
            raise UnsupportedError(where, f"an item of type {str(item['type'])[:40]!r}")


def _text(content: Any, where: str) -> str:
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        raise ApiError(f"{where}: a text or parts", param=where, code="invalid_value")
    return "\n".join(_part(part, where) for part in content)


def _part(part: Any, where: str) -> str:
    match part:
        case {"type": str(kind), "text": str(text)} if kind in _TEXTS:
            return text
        case {"type": "refusal", "refusal": str(text)}:
            return text
        case {"type": str(kind)}:
            raise UnsupportedError(f"{where}.content", f"content of type {kind[:40]!r}")
        case _:
            raise ApiError(f"{where}: a part without a type", param=where, code="invalid_value")


def _thought(item: dict[str, Any]) -> str:
    parts = item.get("content") or item.get("summary") or []
    if not isinstance(parts, list):
        return ""
    texts = [part.get("text") for part in parts if isinstance(part, dict)]
    return "".join(text for text in texts if isinstance(text, str))


def _prefix(kind: object) -> str:
    return {"message": "msg", "function_call": "fc", "reasoning": "rs"}.get(str(kind), "item")
