"""What the loop has done so far, in numbers. Pure."""

from dataclasses import dataclass

from agent.engine.frames import Pulse


@dataclass(slots=True)
class Meter:
    steps: int = 0
    rows: int = 0
    preempted: int = 0
    busy_s: float = 0.0
    """Inside the library's evaluation."""
    overhead_s: float = 0.0
    """Outside it, while there was work."""

    def pulse(
        self, *, running: int, waiting: int, held_tokens: int, prompt_tokens_per_s: float
    ) -> Pulse:
        return Pulse(
            running=running,
            waiting=waiting,
            steps=self.steps,
            rows=self.rows,
            busy_ms=round(self.busy_s * 1000),
            overhead_ms=round(self.overhead_s * 1000),
            held_tokens=held_tokens,
            preempted=self.preempted,
            prompt_tokens_per_s=round(prompt_tokens_per_s, 3),
        )
