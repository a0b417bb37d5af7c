from agent.serving.lifecycle import MACHINE, SlotEvent, SlotState


def test_every_state_has_a_way_on():
    for state in SlotState:
        assert MACHINE.events(state)


def test_every_state_can_be_reverted():
    assert all(MACHINE.allows(state, SlotEvent.REVERT) for state in SlotState)


def test_a_trial_must_end_before_the_next_load():
    assert not MACHINE.allows(SlotState.SWITCHED, SlotEvent.LOAD)


def test_a_reverted_slot_serves_or_is_empty():
    after = {
        MACHINE.next(SlotState.REVERTING, event)
        for event in (SlotEvent.RESTORED, SlotEvent.NOTHING_LEFT)
    }
    assert after == {SlotState.SERVING, SlotState.EMPTY}


def test_every_state_can_be_reached():
    reached = {SlotState.EMPTY}
    for _ in SlotState:
        reached |= {target for (source, _), target in MACHINE.table.items() if source in reached}
    assert reached == set(SlotState)
