"""How long a slot that nobody asks stays loaded. Pure: the caller brings the time."""

from dataclasses import dataclass


@dataclass
class Lease:
    keep_s: float | None = None
    """After the last request; None keeps it loaded for ever."""
    idle_since_s: float | None = None
    """None while requests are here, or while nothing is loaded."""
    ends_when_idle: bool = False
    """Somebody asked for it to be unloaded, and requests were here."""

    def due_s(self) -> float | None:
        """Return when the slot should be unloaded; None for not."""
        if self.idle_since_s is None:
            return None
        if self.ends_when_idle:
            return self.idle_since_s
        return None if self.keep_s is None else self.idle_since_s + max(0.0, self.keep_s)

    def extend(self, keep_s: float | None, now_s: float) -> None:
        """Keep the slot for so long from now, and after each request."""
        self.keep_s = keep_s
        self.ends_when_idle = False
        if self.idle_since_s is not None:
            self.idle_since_s = now_s

    def busy(self) -> None:
        self.idle_since_s = None

    def idle(self, now_s: float) -> None:
        self.idle_since_s = now_s
