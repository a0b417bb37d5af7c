"""What is done with numbers that a model made, before they leave. Pure.

numpy is imported when the first of them come: only children that serve vectors pay for it.
"""

from collections.abc import Sequence

from agent.engine.errors import BackendError


def finished(
    rows: Sequence[bytes], *, normalize: bool, scores: bool, independent: bool = False
) -> list[bytes]:
    """Return float32 rows as they are answered.

    Normalised, a vector has length 1; a score alone is a probability by the logistic function, and
    several are by softmax, or each alone where several may hold at once.

    Raises:
        BackendError: the model made something that is no number.
    """
    import numpy as np  # noqa: PLC0415

    matrix = np.frombuffer(b"".join(rows), dtype="<f4").reshape(len(rows), -1)
    if not np.isfinite(matrix).all():
        raise BackendError("the model made numbers that are not finite; its weights are broken")
    if not normalize:
        return list(rows)
    if not scores:
        length = np.linalg.norm(matrix, axis=1, keepdims=True)
        matrix = matrix / np.maximum(length, np.finfo("f4").tiny)
    elif independent or matrix.shape[1] == 1:
        # Either way around, so that no exponential overflows.
        small = np.exp(-np.abs(matrix))
        matrix = np.where(matrix >= 0, 1, small) / (1 + small)
    else:
        raised = np.exp(matrix - matrix.max(axis=1, keepdims=True))
        matrix = raised / raised.sum(axis=1, keepdims=True)
    return [row.astype("<f4").tobytes() for row in matrix]
