"""Turn chat messages into the prompt that a model was trained on, by its own template.

The template comes with the file and is code from outside: it runs in Jinja's sandbox, in the
workbench alone. What it is given, and how its result is tokenized, is what a device's engine does,
so that a model is judged by the prompts it will see.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn

from jinja2 import TemplateError
from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

from shared.errors import Category, FlotillaError
from shared.evals import ChatMessage


class PromptError(FlotillaError):
    """The model's chat template is broken, or refuses these messages."""

    code = "bad_template"
    category = Category.MODEL


class Prompter:
    """Renders prompts with one model's template."""

    def __init__(self, template: str | None, *, bos: str, eos: str) -> None:
        """Compile the template.

        Raises:
            PromptError: there is none, or it is broken.
        """
        if template is None:
            raise PromptError("the model has no chat template, so it cannot be asked anything")
        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,
            extensions=[loopcontrols],
        )
        environment.filters["tojson"] = _to_json
        environment.globals["raise_exception"] = _refuse
        environment.globals["strftime_now"] = _strftime_now
        try:
            self._template = environment.from_string(template)
        except (TemplateError, RecursionError) as error:
            raise PromptError(f"the model's chat template is broken: {error}") from error
        self._tokens = {"bos_token": bos, "eos_token": eos}

    def render(self, messages: Sequence[ChatMessage]) -> str:
        """Return the prompt that asks for the answer to `messages`.

        Raises:
            PromptError: the template refuses them, or fails.
        """
        conversation = [message.model_dump() for message in messages]
        try:
            return self._template.render(
                messages=conversation, add_generation_prompt=True, **self._tokens
            )
        except Exception as error:
            # Code from outside may raise anything at all.
            raise PromptError(f"the model's chat template fails: {error}") from error


def _to_json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _refuse(message: str) -> NoReturn:
    raise ValueError(message)


def _strftime_now(pattern: str) -> str:
    return datetime.now(UTC).strftime(pattern)
