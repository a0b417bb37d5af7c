"""What to do with an attempt that the agent finds under way when it starts. Pure.

Every state has one rule. `boots` counts the starts that found the attempt in this same state, this
one included; it is what ends a loop of crashing, starting and crashing again.
"""

from enum import StrEnum

from shared.deployment import TERMINAL, TOUCHED, State
from shared.policy import DevicePolicy

LOOP_LIMIT = 10
"""Starts in one state after which the attempt is given up, whatever it is doing."""
REPROBES = 1
"""Times that an interrupted activation or probe is begun again."""


class Recovery(StrEnum):
    RESUME = "resume"
    """Go on: the state's own step is safe to repeat."""
    ROLL_BACK = "roll_back"
    """Leave what was being tried."""
    GIVE_UP = "give_up"
    """End the attempt as failed; what serves stays as it is."""


def recover(state: State, *, boots: int, policy: DevicePolicy) -> Recovery:
    """Return the rule for `state`."""
    if state in TERMINAL:
        return Recovery.RESUME
    if boots > LOOP_LIMIT and state is not State.STAGED:
        return Recovery.ROLL_BACK if state in TOUCHED else Recovery.GIVE_UP
    match state:
        case State.ACTIVATING | State.PROBING:
            return Recovery.RESUME if boots <= REPROBES else Recovery.ROLL_BACK
        case State.TRIAL:
            forgiven = boots <= max(REPROBES, policy.trial_max_crashes)
            return Recovery.RESUME if forgiven else Recovery.ROLL_BACK
        case _:
            return Recovery.RESUME
