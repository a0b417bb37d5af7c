"""From the model name in a request to the slot that answers it."""

from collections.abc import Mapping

from agent.serving.errors import ModelNotFoundError
from agent.serving.servable import Servable


def resolve(model: str, serving: Mapping[str, Servable]) -> str:
    """Return the slot for `model`: `line:version`, a line, or a slot's own name.

    Where two slots serve the same line, the first by name answers.

    Raises:
        ModelNotFoundError: nothing here is called that; the message lists what is.
    """
    for known in (
        {servable.name: slot for slot, servable in sorted(serving.items(), reverse=True)},
        {servable.line: slot for slot, servable in sorted(serving.items(), reverse=True)},
        {slot: slot for slot in serving},
    ):
        if model in known:
            return known[model]
    raise ModelNotFoundError(model, names(serving))


def names(serving: Mapping[str, Servable]) -> tuple[str, ...]:
    """Return every name by which something here can be asked."""
    every = [
        name
        for slot, servable in sorted(serving.items())
        for name in (servable.line, servable.name, slot)
    ]
    return tuple(dict.fromkeys(every))
