"""What is wrong with a constraint."""

from agent.engine.errors import RefusedError
from agent.engine.frames import BAD_REQUEST


class ConstraintError(RefusedError):
    """A constraint that cannot be used, or became too much work; the message says why."""

    def __init__(self, message: str) -> None:
        super().__init__(BAD_REQUEST, message)
