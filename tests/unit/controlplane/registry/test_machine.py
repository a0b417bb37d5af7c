from controlplane.registry.machine import (
    RELEASE_MACHINE,
    VARIANT_MACHINE,
    ReleaseEvent,
    ReleaseState,
    VariantEvent,
    VariantState,
    outcome,
)


def test_a_release_waits_for_its_last_variant():
    assert outcome([VariantState.READY, VariantState.RUNNING]) is None
    assert outcome([VariantState.FAILED, VariantState.QUEUED]) is None


def test_one_ready_variant_makes_a_ready_release():
    assert outcome([VariantState.FAILED, VariantState.READY]) is ReleaseEvent.FINISH


def test_a_release_without_a_ready_variant_has_failed():
    assert outcome([VariantState.FAILED]) is ReleaseEvent.FAIL


def test_only_a_ready_release_can_be_published():
    publishable = {s for s in ReleaseState if RELEASE_MACHINE.allows(s, ReleaseEvent.PUBLISH)}

    assert publishable == {ReleaseState.READY}


def test_what_was_running_can_be_queued_again_and_what_ended_cannot():
    assert VARIANT_MACHINE.next(VariantState.RUNNING, VariantEvent.REQUEUE) is VariantState.QUEUED
    assert not VARIANT_MACHINE.events(VariantState.READY)
    assert not VARIANT_MACHINE.events(VariantState.FAILED)
