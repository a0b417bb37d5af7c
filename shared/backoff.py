"""How long to wait before trying again: exponential with full jitter.

The formula is the "full jitter" of Brooker, "Exponential Backoff and Jitter" (AWS Architecture
Blog, 2015): uniform between zero and the capped exponential, which spreads a crowd best.
"""


def full_jitter_s(
    attempt: int, *, jitter: float, base_s: float = 1.0, cap_s: float = 120.0
) -> float:
    """Return the delay in seconds before retry number `attempt` (0 is the first retry).

    `jitter` is a uniform random number in [0, 1) that the caller draws.
    """
    exponent = min(attempt, 32)
    return jitter * min(cap_s, base_s * float(2**exponent))
