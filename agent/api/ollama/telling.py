"""One answer on its way to an Ollama client: for whom, since when, in which form."""

import time
from dataclasses import dataclass, field
from typing import Any, Final

from agent.api.answers import Finish
from agent.api.ollama.catalogue import moment
from agent.api.ollama.saying import Form, ending

NDJSON: Final = "application/x-ndjson"


@dataclass
class Telling:
    model: str
    """As the client called it."""
    form: Form
    began_ns: int = field(default_factory=time.monotonic_ns)
    load_ns: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    """What is told beside the bundle."""

    def object(self, said: dict[str, Any]) -> dict[str, Any]:
        return {"model": self.model, "created_at": moment(time.time()), **said}

    def end(self, finish: Finish) -> dict[str, Any]:
        return ending(finish, total_ns=self.elapsed_ns(), load_ns=self.load_ns)

    def elapsed_ns(self) -> int:
        return time.monotonic_ns() - self.began_ns
