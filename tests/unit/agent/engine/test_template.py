import pytest

from agent.engine.errors import BackendError
from agent.engine.template import MAX_TEMPLATE_CHARS, ChatTemplate
from agent.engine.values import Message

HELLO = [Message("system", "be kind"), Message("user", "<b>hi</b>")]


def render(source: str) -> str:
    return ChatTemplate(source, bos="<s>", eos="</s>").render(HELLO)


def test_a_template_sees_the_conversation_and_the_special_tokens():
    source = (
        "{{ bos_token }}{% for m in messages %}[{{ m.role }}]{{ m['content'] }}{{ eos_token }}"
        "{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}"
    )
    assert render(source) == "<s>[system]be kind</s>[user]<b>hi</b></s>[assistant]"


def test_json_is_written_as_it_is_and_not_for_html():
    assert render("{{ messages[1].content | tojson }}") == '"<b>hi</b>"'


def test_json_is_written_as_a_template_wants_it():
    assert render("{{ {'b': 'é', 'a': 1} | tojson(ensure_ascii=True, sort_keys=true) }}") == (
        '{"a": 1, "b": "\\u00e9"}'
    )
    assert render("{{ [1, 2] | tojson(separators=(',', ':')) }}") == "[1,2]"


def test_the_marks_of_trainers_mean_nothing():
    assert render("a {%- generation %} b {%- endgeneration -%} c") == "a bc"


def test_loops_can_be_left_early():
    assert render("{% for m in messages %}{{ m.role }}{% break %}{% endfor %}") == "system"


def test_a_refusal_by_the_template_carries_its_words():
    with pytest.raises(BackendError, match="no system role here"):
        render("{{ raise_exception('no system role here') }}")


@pytest.mark.parametrize(
    "source",
    [
        "{{ messages.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ messages.append(1) }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{% for i in range(10000000) %}x{% endfor %}",
        "{{ nothing.there.at.all }}",
    ],
)
def test_a_template_that_reaches_out_fails(source):
    with pytest.raises(BackendError, match="failed"):
        render(source)


def test_a_template_that_is_none_is_refused():
    with pytest.raises(BackendError, match="cannot be read"):
        ChatTemplate("{% for %}", bos="", eos="")


def test_a_giant_template_is_refused():
    with pytest.raises(BackendError, match="characters"):
        ChatTemplate("x" * (MAX_TEMPLATE_CHARS + 1), bos="", eos="")
