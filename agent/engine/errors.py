"""What can go wrong inside the child.

These never leave it: they travel as `LoadFailed` and `Failed` frames, which the agent words. So
they are plain exceptions, and the child is spared pydantic, which `shared.errors` needs (10 MB).
"""


class BackendError(Exception):
    """The model cannot be loaded, or its text cannot be made; the message is for people."""


class NoMemoryError(BackendError):
    """The model needs more memory than it may take."""


class RefusedError(Exception):
    """A request that this model does not take; the message is for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        """Of a `Failed` frame."""


class BindingError(Exception):
    """llama-cpp-python is not installed, or its library cannot be loaded here."""


class FatalEngineError(Exception):
    """The backend's memory is beyond repair; the process must be replaced."""
