from controlplane.gateway.limits import RateLimit


def test_a_burst_is_allowed_and_then_one_by_one():
    limit = RateLimit(burst=3, per_minute=60)

    assert [limit.allows("a", 0) for _ in range(4)] == [True, True, True, False]
    assert limit.allows("a", 1)
    assert not limit.allows("a", 1)


def test_addresses_do_not_share_their_tries():
    limit = RateLimit(burst=1, per_minute=1)
    limit.allows("a", 0)

    assert limit.allows("b", 0)
    assert not limit.allows("a", 0)


def test_waiting_gives_no_more_than_a_burst():
    limit = RateLimit(burst=2, per_minute=60)

    assert [limit.allows("a", 10_000) for _ in range(3)] == [True, True, False]


def test_a_flood_of_addresses_does_not_fill_the_memory():
    limit = RateLimit(burst=1, per_minute=1)

    for number in range(20_000):
        limit.allows(str(number), 0)

    assert len(limit._buckets) <= 10_000


def test_a_try_that_succeeded_is_not_counted():
    limit = RateLimit(burst=1, per_minute=1)
    limit.allows("a", 0)

    limit.give_back("a")

    assert limit.allows("a", 0)
