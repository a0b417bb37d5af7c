from hypothesis import given
from hypothesis import strategies as st

from agent.engine.residents import Places


def test_a_prompt_takes_the_place_that_begins_like_it():
    places = Places(2)
    first, _ = places.claim([1, 2, 3, 4]) or (-1, -1)
    second, _ = places.claim([9, 9, 9]) or (-1, -1)
    places.release(first, [1, 2, 3, 4])
    places.release(second, [9, 9, 9])
    assert places.claim([1, 2, 3, 7, 8]) == (first, 3)


def test_at_least_one_token_is_evaluated_again():
    places = Places(1)
    places.claim([1, 2, 3])
    places.release(0, [1, 2, 3])
    assert places.claim([1, 2, 3]) == (0, 2)


def test_no_place_is_given_twice():
    places = Places(1)
    assert places.claim([1, 2]) == (0, 0)
    assert places.claim([1, 2]) is None


def test_of_strangers_the_place_unused_longest_is_taken():
    places = Places(2)
    places.claim([1])
    places.claim([2])
    places.release(1, [2, 2])
    places.release(0, [1, 1])
    assert places.claim([7, 7]) == (1, 0)


def test_eviction_empties_free_places_only():
    places = Places(2)
    places.claim([1])
    places.claim([2])
    places.release(1, [2])
    assert places.evict() == (1,)
    assert places.evict() == ()


@given(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=8), max_size=20))
def test_what_is_reused_really_begins_the_prompt(prompts):
    places = Places(2)
    held = {0: [], 1: []}
    for prompt in prompts:
        number, shared = places.claim(prompt)
        assert held[number][:shared] == prompt[:shared]
        assert shared < len(prompt)
        held[number] = prompt
        places.release(number, prompt)
