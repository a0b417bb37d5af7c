"""Stick or director: the later one counts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agent.deployments.precedence import check_precedence
from agent.deployments.serving import slot_bundle
from agent.trust.errors import RefusedError
from shared.ids import DeploymentId
from tests.support.agent_fakes import NOON, a_model

EARLY, LATE = NOON, NOON + timedelta(days=1)


def an_assignment(issued, *, stick: bool):
    plain = a_model("x").assigned(DeploymentId("d"), "main")
    return replace(plain, issued=issued, folder="/media/stick" if stick else "")


@pytest.mark.parametrize(
    ("new", "old", "refused"),
    [
        ((EARLY, True), None, False),
        ((LATE, True), (EARLY, True), False),
        ((EARLY, True), (EARLY, True), False),
        ((EARLY, True), (LATE, True), True),
        ((EARLY, True), (LATE, False), True),
        ((EARLY, False), (LATE, True), True),
        ((LATE, False), (EARLY, True), False),
        ((EARLY, False), (LATE, False), False),
        ((EARLY, True), (None, False), False),
    ],
)
def test_what_was_issued_before_is_refused_if_a_stick_is_in_it(new, old, refused):
    assignment = an_assignment(new[0], stick=new[1])
    active = None if old is None else slot_bundle(an_assignment(old[0], stick=old[1]))
    if not refused:
        check_precedence(assignment, active)
        return
    with pytest.raises(RefusedError, match="assigned on 2026-03-02"):
        check_precedence(assignment, active)
