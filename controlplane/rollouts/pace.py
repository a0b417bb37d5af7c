"""How many devices now, and how long until the next attempt. Pure."""

from datetime import datetime, timedelta

from controlplane.rollouts.policy import Retries, RolloutPolicy
from shared.backoff import full_jitter_s


def allowance(policy: RolloutPolicy, *, in_flight: int) -> int:
    """Return how many deployments may be offered now."""
    return max(0, policy.max_in_flight - in_flight)


def retry_at(retries: Retries, *, failed_at: datetime, attempt: int, jitter: float) -> datetime:
    """Return when attempt number `attempt` that failed may be followed by the next.

    Half of the delay is fixed: a device that fails at once must not be offered at once again.
    """
    delay_s = full_jitter_s(
        attempt - 1, jitter=0.5 + jitter / 2, base_s=retries.base_s, cap_s=retries.cap_s
    )
    return failed_at + timedelta(seconds=delay_s)
