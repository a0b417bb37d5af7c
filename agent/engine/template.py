"""The model's own chat template, rendered in jinja2's immutable sandbox, in the child alone.

A template comes with the model and is code from outside. jinja2 is imported when the first chat
request needs it: 10 MB that a model without a template does not pay for.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn

from agent.engine.errors import BackendError
from agent.engine.values import Message

MAX_TEMPLATE_CHARS = 200_000
MAX_PROMPT_CHARS = 4 * 2**20


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
            self._template = environment.from_string(source)
        except (TemplateError, RecursionError) as error:
            raise BackendError(f"the model's chat template cannot be read: {error}") from error

    def render(self, messages: Sequence[Message]) -> str:
        """Return the prompt for a conversation, up to where the assistant speaks.

        Raises:
            BackendError: the template refuses the conversation, or fails.
        """
        conversation = [{"role": one.role, "content": one.content} for one in messages]
        try:
            text = self._template.render(
                messages=conversation, add_generation_prompt=True, **self._tokens
            )
        except Exception as error:
            # Template code from outside may raise anything at all.
            raise BackendError(f"the model's chat template failed: {error}") from error
        if len(text) > MAX_PROMPT_CHARS:
            raise BackendError(f"the chat template made a prompt of {len(text)} characters")
        return text


def _to_json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _refuse(message: str) -> NoReturn:
    raise ValueError(message)


def _strftime_now(pattern: str) -> str:
    return datetime.now(UTC).strftime(pattern)
