"""Where every finished request is written down, by slot."""

from agent.telemetry.windows import Window


class Counters:
    """The windows that are open now; used on the event loop only."""

    def __init__(self) -> None:
        self._windows: dict[str, Window] = {}

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
        self._windows.setdefault(slot, Window()).add(
            failed=failed,
            prompt_tokens=prompt_tokens,
            generated_tokens=generated_tokens,
            first_token_ms=first_token_ms,
            tokens_per_s=tokens_per_s,
        )

    def take(self) -> dict[str, Window]:
        """Return the windows in which something happened, and open new ones."""
        taken, self._windows = self._windows, {}
        return taken
