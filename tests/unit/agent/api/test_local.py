from agent.api.local import exposition
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
        else:
            assert any(line.startswith(family) for family in families)


def test_label_values_are_escaped():
    lines = "\n".join(exposition((Slot('a"b\\c\n'),)))
    assert r'slot="a\"b\\c\n"' in lines
