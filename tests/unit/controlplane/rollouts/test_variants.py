from controlplane.rollouts.policy import Workload
from controlplane.rollouts.variants import Choice, NoFit, choose
from tests.support.builders import a_candidate, a_capability

F16 = a_candidate("f16", memory_mb=83.1, percent=99.1, size_mb=50)
Q8 = a_candidate("q8_0", memory_mb=71.0, percent=99.3, size_mb=27)
Q4 = a_candidate("q4_k_m", memory_mb=60.0, percent=95.0, size_mb=16)
ALL = (Q4, F16, Q8)
ANY = Workload()


def chosen(memory_mb: float, workload: Workload = ANY) -> Choice:
    choice = choose(a_capability(memory_mb), ALL, workload)
    assert isinstance(choice, Choice)
    return choice


def test_three_budgets_get_three_variants() -> None:
    assert [chosen(budget).candidate.name for budget in (96, 75, 64)] == ["f16", "q8_0", "q4_k_m"]


def test_the_sentence_says_need_budget_and_quality() -> None:
    assert chosen(96).sentence == (
        "f16 is the best that fits: needs 83.1 MB of memory, may use 96.0 MB;"
        " answered 99.1 % of the evaluation right"
    )


def test_the_sentence_says_why_a_better_one_was_passed_over() -> None:
    assert chosen(75).sentence.endswith(
        "f16 would be better but needs 83.1 MB of memory, may use 75.0 MB"
    )


def test_results_equal_in_whole_percent_prefer_the_higher_precision() -> None:
    assert chosen(1000).candidate.name == "f16"


def test_a_clearly_better_result_wins_over_precision() -> None:
    poor = a_candidate("f16", percent=80)
    choice = choose(a_capability(1000), (poor, Q8), ANY)
    assert isinstance(choice, Choice)
    assert choice.candidate.name == "q8_0"


def test_one_without_evaluation_comes_last() -> None:
    unknown = a_candidate("f16", percent=None)
    choice = choose(a_capability(1000), (unknown, Q4), ANY)
    assert isinstance(choice, Choice)
    assert choice.candidate.name == "q4_k_m"


def test_when_nothing_fits_the_smallest_says_what_it_needs() -> None:
    choice = choose(a_capability(50), ALL, ANY)
    assert isinstance(choice, NoFit)
    assert choice.sentence == (
        "no variant fits: the smallest, q4_k_m, needs 60.0 MB of memory, may use 50.0 MB"
    )
    assert len(choice.reasons) == 3


def test_a_workload_may_ask_for_quality() -> None:
    choice = choose(a_capability(64), ALL, Workload(min_quality_percent=97))
    assert isinstance(choice, NoFit)
    assert "answered 95.0 % of the evaluation right, 97 % is asked for" in choice.sentence


def test_a_device_without_an_engine_for_the_format_is_told_so() -> None:
    choice = choose(a_capability(96, engines=()), ALL, ANY)
    assert isinstance(choice, NoFit)
    assert "needs an engine for gguf, has none" in choice.sentence


def test_a_device_that_never_said_what_it_can_do_gets_nothing() -> None:
    choice = choose(None, ALL, ANY)
    assert isinstance(choice, NoFit)
    assert "must connect once" in choice.sentence


def test_the_order_of_the_variants_does_not_matter() -> None:
    assert choose(a_capability(75), ALL, ANY) == choose(a_capability(75), ALL[::-1], ANY)
