import asyncio

import pytest

from agent.serving import permits
from agent.serving.errors import ForbiddenSlotError


def test_who_is_no_caller_may_reach_every_slot():
    assert permits.permits("main")


def test_a_caller_reaches_its_slots_alone():
    with permits.limited_to(frozenset({"main"})):
        permits.demand("main")
        with pytest.raises(ForbiddenSlotError, match="other"):
            permits.demand("other")
    permits.demand("other")


async def test_a_task_that_a_caller_started_has_its_limits_and_others_do_not():
    async def may():
        await asyncio.sleep(0)
        return permits.permits("other")

    with permits.limited_to(frozenset({"main"})):
        limited = asyncio.create_task(may())
    free = asyncio.create_task(may())
    assert (await limited, await free) == (False, True)
