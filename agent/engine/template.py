"""The model's own chat template, rendered in jinja2's immutable sandbox, in the child alone.

A template comes with the model and is code from outside. jinja2 is imported when the first chat
request needs it: 10 MB that a model without a template does not pay for.
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn

from agent.engine.errors import BackendError
from agent.engine.values import Message, Templating

MAX_TEMPLATE_CHARS = 200_000
MAX_PROMPT_CHARS = 4 * 2**20
_GENERATION = re.compile(r"\{%(-?)\s*(end)?generation\s*(-?)%\}")
"""Marks what trainers learn from; to an answer it means nothing."""
_WORDS: dict[type[Any], str] = {dict: "object", list: "array"}


class ChatTemplate:
    """A compiled template."""

    def __init__(self, source: str, *, bos: str, eos: str) -> None:
        """Compile `source`.

        Raises:
            BackendError: it is too long, or no template.
        """
        if len(source) > MAX_TEMPLATE_CHARS:
            raise BackendError(
                f"the chat template has {len(source)} characters; at most {MAX_TEMPLATE_CHARS}"
            )
        from jinja2 import TemplateError  # noqa: PLC0415 - only when a template is used
        from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,
            extensions=["jinja2.ext.loopcontrols"],
        )
        environment.filters["tojson"] = _to_json
        environment.globals["raise_exception"] = _refuse
        environment.globals["strftime_now"] = _strftime_now
        self._tokens = {"bos_token": bos, "eos_token": eos}
        try:
            self._template = environment.from_string(_GENERATION.sub(_as_if, source))
        except (TemplateError, RecursionError) as error:
            raise BackendError(f"the model's chat template cannot be read: {error}") from error

    def render(
        self,
        messages: Sequence[Message],
        templating: Templating = Templating(),
    ) -> str:
        """Return the prompt for a conversation, up to where the assistant speaks.

        Raises:
            BackendError: the template refuses the conversation, or fails.
        """
        given: dict[str, Any] = {
            **_json(templating.arguments, dict, "template arguments"),
            **self._tokens,
            "messages": [_turn(one) for one in messages],
            "add_generation_prompt": templating.open_answer,
        }
        if templating.tools:
            given["tools"] = _json(templating.tools, list, "tools")
        try:
            text = self._template.render(**given)
        except Exception as error:
            # Template code from outside may raise anything at all.
            raise BackendError(f"the model's chat template failed: {error}") from error
        if len(text) > MAX_PROMPT_CHARS:
            raise BackendError(f"the chat template made a prompt of {len(text)} characters")
        return text


def _turn(message: Message) -> dict[str, Any]:
    """Return a message as templates know it: OpenAI's form, with arguments as objects."""
    turn: dict[str, Any] = {"role": message.role, "content": message.content}
    if message.reasoning:
        turn["reasoning_content"] = message.reasoning
    if message.tool_calls:
        turn["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": _arguments(call.arguments)},
            }
            for call in message.tool_calls
        ]
    if message.tool_call_id:
        turn["tool_call_id"] = message.tool_call_id
    if message.name:
        turn["name"] = message.name
    return turn


def _arguments(text: str) -> Any:
    """Return the object that the text says; a text that says none is passed on as it is."""
    try:
        value = json.loads(text or "{}")
    except ValueError:
        return text
    return value if isinstance(value, dict) else text


def _json(text: str, kind: type[Any], what: str) -> Any:
    try:
        value = json.loads(text) if text else kind()
    except (ValueError, RecursionError) as error:
        raise BackendError(f"the {what} are not JSON: {error}") from error
    if not isinstance(value, kind):
        raise BackendError(f"the {what} are not a JSON {_WORDS[kind]}")
    return value


def _as_if(mark: re.Match[str]) -> str:
    return f"{{%{mark[1]} {'endif' if mark[2] else 'if true'} {mark[3]}%}}"


def _to_json(
    value: Any,
    indent: int | None = None,
    separators: tuple[str, str] | None = None,
    *,
    ensure_ascii: bool = False,
    sort_keys: bool = False,
) -> str:
    return json.dumps(
        value,
        ensure_ascii=ensure_ascii,
        indent=indent,
        separators=separators,
        sort_keys=sort_keys,
    )


def _refuse(message: str) -> NoReturn:
    raise ValueError(message)


def _strftime_now(pattern: str) -> str:
    return datetime.now(UTC).strftime(pattern)
