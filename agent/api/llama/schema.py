"""The bodies of llama.cpp's own endpoints. A caller that names no model means the only one."""

from typing import Any, Final

from pydantic import Field
from typing_extensions import override

from agent.api.errors import ApiError
from agent.api.openai.fields import MAX_ANSWERS, Given, Options, probabilities

MAX_PROMPTS: Final = 128
MAX_EXTRA: Final = 256
Piece = int | str


class ToModel(Given):
    model: str | None = Field(default=None, min_length=1, max_length=200)


class NativeRequest(Options):
    """What `/completion` and `/infill` share; limits are wider than OpenAI's."""

    temperature: float | None = None
    frequency_penalty: float | None = Field(default=None, ge=-100, le=100)
    presence_penalty: float | None = Field(default=None, ge=-100, le=100)
    n_predict: int | None = Field(default=None, ge=-2)
    max_tokens: int | None = Field(default=None, ge=-1)
    max_completion_tokens: int | None = Field(default=None, ge=-1)
    n_cmpl: int | None = Field(default=None, ge=1, le=MAX_ANSWERS)
    return_tokens: bool | None = None
    post_sampling_probs: bool | None = None
    response_fields: list[str] | None = Field(default=None, max_length=100)

    @property
    def limit(self) -> int | None:
        """Return the most tokens of the answer; None for what the context leaves."""
        given = next(
            (
                one
                for one in (self.n_predict, self.max_completion_tokens, self.max_tokens)
                if one is not None
            ),
            None,
        )
        return given if given is not None and given >= 0 else None

    @property
    def answers(self) -> int:
        return self.n_cmpl or self.n or 1

    @property
    def probabilities(self) -> int | None:
        return self.n_probs or None

    @override
    def sampling(self) -> dict[str, float | int]:
        chosen = super().sampling()
        if "temperature" in chosen:
            chosen["temperature"] = max(0.0, chosen["temperature"])
        return chosen

    @override
    def seed_of(self, place: int) -> int | None:
        # In this API -1 asks for a random one.
        return None if self.seed is None or self.seed < 0 else super().seed_of(place)

    @override
    def refuse_unsupported(self) -> None:
        super().refuse_unsupported()
        probabilities(self.n_probs, "n_probs")
        if self.post_sampling_probs:
            raise ApiError(
                "post_sampling_probs: probabilities are told before sampling only",
                param="post_sampling_probs",
                code="unsupported_parameter",
            )


class CompletionBody(NativeRequest):
    """`POST /completion`."""

    prompt: str | list[Any]

    def prompts(self) -> list[tuple[Piece, ...]]:
        """Return every prompt: texts and tokens in a row.

        Raises:
            ApiError: it has none of the shapes, or there are too many.
        """
        prompts = self._prompts()
        if len(prompts) * self.answers > MAX_PROMPTS:
            raise ApiError(
                f"prompt: at most {MAX_PROMPTS} answers", param="prompt", code="invalid_value"
            )
        return prompts

    def _prompts(self) -> list[tuple[Piece, ...]]:
        given = self.prompt
        if isinstance(given, str):
            return [(given,)]
        if given and all(_is_piece(one) for one in given):
            mixed = any(isinstance(one, int) for one in given)
            return [tuple(given)] if mixed else [(one,) for one in given]
        several = [one if isinstance(one, list) else [one] for one in given]
        if not several or not all(one and all(map(_is_piece, one)) for one in several):
            raise ApiError(
                "prompt: a text, tokens, a list that mixes them, or a list of such",
                param="prompt",
                code="invalid_value",
            )
        return [tuple(one) for one in several]


class Extra(Given):
    text: str
    filename: str = "tmp"


class InfillBody(NativeRequest):
    """`POST /infill`."""

    input_prefix: str
    input_suffix: str
    input_extra: list[Extra] | None = Field(default=None, max_length=MAX_EXTRA)
    prompt: str = ""


class TokenizeBody(ToModel):
    content: str | list[Piece] = ""
    add_special: bool | None = None
    parse_special: bool | None = None
    with_pieces: bool | None = None


class DetokenizeBody(ToModel):
    tokens: list[int] = Field(default_factory=list)


def _is_piece(one: object) -> bool:
    return isinstance(one, str | int) and not isinstance(one, bool)
