"""What this package needs of others."""

from typing import Protocol


class Counters(Protocol):
    """Where every finished request is written down."""

    def record_request(
        self,
        slot: str,
        *,
        failed: bool,
        prompt_tokens: int,
        generated_tokens: int,
        first_token_ms: float | None,
        tokens_per_s: float | None,
    ) -> None: ...


class Turn(Protocol):
    """One message of a conversation, whoever made it."""

    @property
    def role(self) -> str: ...

    @property
    def content(self) -> str: ...
