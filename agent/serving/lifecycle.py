"""The states of a slot.

`loaded` and `switched` are the trial's two halves: a candidate that is only asked golden prompts,
and one that serves. From every state there is a way back to `serving` or `empty`.
"""

from enum import StrEnum

from shared.machine import Machine


class SlotState(StrEnum):
    EMPTY = "empty"
    """Nothing is loaded."""
    LOADING = "loading"
    """A candidate is being loaded; the incumbent, if there is room for both, serves."""
    LOADED = "loaded"
    """The candidate answers golden prompts; the incumbent serves."""
    SWITCHED = "switched"
    """The candidate has become the incumbent, on trial; the former one can come back."""
    SERVING = "serving"
    """One bundle serves, for good."""
    REVERTING = "reverting"
    """The former bundle is on its way back."""


class SlotEvent(StrEnum):
    LOAD = "load"
    LOADED = "loaded"
    LOAD_FAILED = "load_failed"
    SWITCH = "switch"
    COMMIT = "commit"
    REVERT = "revert"
    RESTORED = "restored"
    NOTHING_LEFT = "nothing_left"


MACHINE: Machine[SlotState, SlotEvent] = Machine(
    {
        (SlotState.EMPTY, SlotEvent.LOAD): SlotState.LOADING,
        (SlotState.SERVING, SlotEvent.LOAD): SlotState.LOADING,
        (SlotState.LOADED, SlotEvent.LOAD): SlotState.LOADING,
        (SlotState.LOADING, SlotEvent.LOADED): SlotState.LOADED,
        (SlotState.LOADING, SlotEvent.LOAD_FAILED): SlotState.REVERTING,
        (SlotState.LOADED, SlotEvent.SWITCH): SlotState.SWITCHED,
        (SlotState.SWITCHED, SlotEvent.COMMIT): SlotState.SERVING,
        (SlotState.EMPTY, SlotEvent.REVERT): SlotState.REVERTING,
        (SlotState.LOADING, SlotEvent.REVERT): SlotState.REVERTING,
        (SlotState.LOADED, SlotEvent.REVERT): SlotState.REVERTING,
        (SlotState.SWITCHED, SlotEvent.REVERT): SlotState.REVERTING,
        (SlotState.SERVING, SlotEvent.REVERT): SlotState.REVERTING,
        (SlotState.REVERTING, SlotEvent.REVERT): SlotState.REVERTING,
        (SlotState.REVERTING, SlotEvent.LOAD): SlotState.LOADING,
        (SlotState.REVERTING, SlotEvent.RESTORED): SlotState.SERVING,
        (SlotState.REVERTING, SlotEvent.NOTHING_LEFT): SlotState.EMPTY,
    }
)
