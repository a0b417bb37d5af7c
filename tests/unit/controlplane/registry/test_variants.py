from controlplane.registry.variants import bits_per_weight, by_quality
from tests.support.registry_builders import a_result, a_variant


def names(*variants):
    return [each.name for each in by_quality(variants, parameters=1000)]


def test_the_better_evaluation_comes_first():
    worse = a_variant("q8_0", evaluation=a_result(7), size_bytes=1000)
    better = a_variant("q2_k", evaluation=a_result(8), size_bytes=300)

    assert names(worse, better) == ["q2_k", "q8_0"]


def test_of_equals_the_one_with_more_bits_per_weight_comes_first():
    small = a_variant("q4_0", evaluation=a_result(8), size_bytes=500)
    large = a_variant("q8_0", evaluation=a_result(8), size_bytes=1000)

    assert names(small, large) == ["q8_0", "q4_0"]


def test_what_was_not_evaluated_comes_after_what_was():
    unknown = a_variant("f16", size_bytes=2000)
    evaluated = a_variant("q2_k", evaluation=a_result(0), size_bytes=300)

    assert names(unknown, evaluated) == ["q2_k", "f16"]


def test_bits_per_weight_are_nothing_when_nothing_is_known():
    assert bits_per_weight(1000, 0) == 0
    assert bits_per_weight(1000, 1000) == 8
