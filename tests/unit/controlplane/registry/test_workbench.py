import pytest

from controlplane.registry.workbench import evaluate, forecast, memory
from controlplane.registry.workbench.evaluate import Seat
from controlplane.registry.workbench.prompts import Prompter, PromptError
from shared.evals import ChatMessage, parse_items
from tests.support.registry_builders import some_items

TEMPLATE = "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}"
HELLO = [ChatMessage(role="user", content="hello")]

SMAPS = """\
55d0-55d1 r-xp 00000000 08:01 111 /usr/lib/libpython3.11.so
Rss:                 100 kB
55d1-55d2 r-xp 00000000 08:01 112 /site-packages/llama_cpp/lib/libllama.so
Rss:                  30 kB
55d2-55d3 rw-p 00000000 00:00 0 [heap]
Rss:                   8 kB
Pss:                   8 kB
"""


def a_seat(sequence, tokens):
    item = parse_items(some_items(1))[0]
    return Seat(sequence, item, list(range(tokens)), position=0, room=9)


def test_a_limit_takes_items_evenly_from_the_whole_set():
    items = parse_items(some_items(10))

    assert [item.id for item in evaluate.pick(items, 3)] == ["i0", "i3", "i6"]
    assert evaluate.pick(items, 0) == items
    assert evaluate.pick(items, 99) == items


def test_generating_sequences_go_first_and_a_long_prompt_waits_for_room():
    long, short, generating = a_seat(0, 600), a_seat(1, 20), a_seat(2, 1)

    rows = evaluate._fill([long, short, generating])

    assert len(rows) == 512
    assert rows[0].sequence == 2
    assert rows[0].wants_logits
    assert (generating.row, short.row, long.row) == (0, 20, -1)
    assert len(long.pending) == 600 - (512 - 21)
    assert [row.wants_logits for row in rows[21:]] == [False] * 491


def test_the_shared_beginning_is_what_all_prompts_begin_with():
    assert evaluate._common([[1, 2, 3], [1, 2, 4], [1, 2]]) == [1, 2]
    assert evaluate._common([[1], [2]]) == []
    assert evaluate._common([[7, 8]]) == [7, 8]


def test_sizes_are_added_up_from_the_engines_log():
    lines = [
        "llama_kv_cache: size =   24.00 MiB (   512 cells,  12 layers,  2/2 seqs), K (f16): 12",
        "llama_kv_cache:        CPU KV buffer size =     0.00 MiB",
        "llama_kv_cache_iswa: size =    1.00 MiB",
        "llama_context:        CPU  output buffer size =     0.50 MiB",
        "sched_reserve:        CPU compute buffer size =    26.50 MiB",
    ]

    assert forecast.total(forecast._KV, lines) == 25 * 2**20
    assert forecast.total(forecast._COMPUTE, lines) == 27 * 2**20


def test_shared_libraries_count_half_and_the_engines_own_in_full():
    assert memory.weighed(SMAPS.splitlines()) == (50 + 30 + 8) * 1024


def test_a_prompt_is_made_by_the_models_own_template():
    assert Prompter(TEMPLATE, bos="", eos="").render(HELLO) == "<user>hello"


def test_a_model_without_a_template_cannot_be_asked():
    with pytest.raises(PromptError, match="no chat template"):
        Prompter(None, bos="", eos="")


@pytest.mark.parametrize(
    "template",
    [
        "{{ messages.__class__.__mro__[1].__subclasses__() }}",
        "{{ raise_exception('no') }}",
        "{{ 1 // 0 }}",
    ],
    ids=["escape", "refusal", "failure"],
)
def test_a_template_that_misbehaves_is_an_error_of_the_model(template):
    with pytest.raises(PromptError, match="fails"):
        Prompter(template, bos="", eos="").render(HELLO)


def test_a_broken_template_is_named_as_such():
    with pytest.raises(PromptError, match="broken"):
        Prompter("{% for %}", bos="", eos="")
