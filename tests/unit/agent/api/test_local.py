from agent.api.metrics import exposition
from agent.engine.frames import Done
from agent.engine.values import Timings, Usage
from agent.serving.slot import Slot


def test_a_histogram_is_cumulative_and_ends_with_infinity():
    slot = Slot("main")
    for seconds in (0.01, 0.3, 100.0):
        slot.tally.first_token_s.observe(seconds)
    buckets = [
        int(line.rpartition(" ")[2])
        for line in exposition((slot,))
        if line.startswith("flotilla_first_token_seconds_bucket")
    ]
    assert buckets == sorted(buckets)
    assert buckets[-1] == 3


def test_every_sample_belongs_to_a_declared_family():
    families = set()
    for line in exposition((Slot("main"), Slot("other"))):
        if line.startswith("# TYPE"):
            families.add(line.split()[2])
        elif not line.startswith("# HELP"):
            assert any(line.startswith(family) for family in families)


def test_label_values_are_escaped():
    lines = "\n".join(exposition((Slot('a"b\\c\n'),)))
    assert r'slot="a\"b\\c\n"' in lines


def test_what_a_request_cost_is_counted_under_both_kinds_of_names():
    slot = Slot("main")
    slot.tally.answered(
        Done(
            1,
            "stop",
            Usage(prompt=100, cached=40, generated=11),
            Timings(600.0, 650.0, 20.0, queue_ms=30.0, drafted=6, drafts_taken=4, forced=3),
        )
    )
    said = dict(
        line.rsplit(" ", 1) for line in exposition((slot,)) if line.startswith(("fl", "ll"))
    )
    expected = {
        "flotilla_prompt_tokens_total": 100,
        "flotilla_prompt_tokens_cached_total": 40,
        "flotilla_generated_tokens_total": 11,
        "flotilla_drafts_taken_total": 4,
        "flotilla_forced_tokens_total": 3,
        "llamacpp:prompt_tokens_total": 60,
        "llamacpp:prompt_tokens_seconds": 100,
        "llamacpp:predicted_tokens_seconds": 22,
        "llamacpp:n_tokens_max": 111,
    }
    assert {name: float(said[f'{name}{{slot="main"}}']) for name in expected} == expected
    assert said['flotilla_queue_seconds_count{slot="main"}'] == "1"


def test_a_name_is_said_once():
    heads = [line.split()[2] for line in exposition(()) if line.startswith("# TYPE")]
    assert len(heads) == len(set(heads))
