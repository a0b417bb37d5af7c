"""Stick or director: of two that assign a slot, the one counts that was issued later.

Two assignments of the director are in the order in which the director gives them.
"""

from agent.store.journal import SlotBundle
from agent.trust.errors import RefusedError
from agent.trust.resolve import Assignment


def check_precedence(assignment: Assignment, active: SlotBundle | None) -> None:
    """Refuse what was issued before the assignment that the slot runs, if one is a stick's.

    Raises:
        RefusedError: it was.
    """
    stick = bool(assignment.folder)
    if active is None or not (stick or active.stick):
        return
    if assignment.issued is None or active.issued is None or assignment.issued >= active.issued:
        return
    raise RefusedError(
        f"slot {assignment.slot!r} runs what {'a stick' if active.stick else 'the director'}"
        f" assigned on {active.issued:%Y-%m-%d %H:%M}; this"
        f" {'stick' if stick else 'assignment'} is of {assignment.issued:%Y-%m-%d %H:%M}"
    )
