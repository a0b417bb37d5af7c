import jinja2.sandbox
import pytest

from agent.api.tools.formats import PLAIN, Layout, Thinking, format_of
from tests.support import tool_templates as templates


@pytest.mark.parametrize(
    ("template", "name", "layout"),
    [
        (templates.HERMES, "hermes", Layout.OBJECT),
        (templates.XML, "xml", Layout.TAGGED),
        (templates.GLM, "glm", Layout.TAGGED),
        (templates.MINICPM, "minicpm", Layout.TAGGED),
        (templates.NEMOTRON, "nemotron", Layout.ARRAY),
        (templates.COHERE, "cohere", Layout.ARRAY),
        (templates.LFM, "lfm", Layout.CODE),
        (templates.GEMMA, "gemma", Layout.GEMMA),
        (templates.LLAMA, "llama", Layout.OBJECT),
        (templates.MISTRAL, "mistral", Layout.ARRAY),
        (templates.MISTRAL_NAMED, "mistral", Layout.NAMED),
        (templates.GRANITE, "granite", Layout.ARRAY),
        (templates.PHI, "phi", Layout.ARRAY),
        (templates.FUNCTION, "function", Layout.NAMED),
        (templates.DEEPSEEK, "deepseek", Layout.NAMED),
        (templates.DEEPSEEK_NEW, "deepseek", Layout.NAMED),
        (templates.WITHOUT, "plain", Layout.OBJECT),
        ("", "plain", Layout.OBJECT),
    ],
)
def test_a_family_is_recognised_by_the_marks_in_its_template(template, name, layout):
    form = format_of(template)
    assert (form.name, form.layout) == (name, layout)


def test_a_template_that_knows_no_tools_calls_them_in_plain_json():
    assert format_of("<tool_call> is just text to {{ messages }}") == PLAIN


def test_marks_may_be_control_tokens_so_the_text_is_wanted_with_them():
    assert format_of(templates.MISTRAL).special
    assert not format_of(templates.WITHOUT).special


def test_a_model_that_thinks_is_recognised_by_its_marks():
    assert format_of(templates.THINKING).thinking == Thinking("<think>", "</think>")
    assert format_of(templates.HERMES).thinking is None


def test_the_rendered_prompt_tells_whether_the_thoughts_are_open():
    thinking = Thinking("<think>", "</think>", open=True)
    assert thinking.opened_by("<|im_start|>assistant\n<think>\n") is True
    assert thinking.opened_by("<|im_start|>assistant\n<think>\n\n</think>\n\n") is False
    assert thinking.opened_by("<|im_start|>assistant\n") is None


def test_a_template_that_opens_the_thoughts_itself_is_recognised():
    assert format_of(templates.THINKS_AT_ONCE).thinking == Thinking(
        "<think>", "</think>", open=True
    )
    escaped = templates.WITHOUT + r"{% if add_generation_prompt %}{{ '<think>\n' }}{% endif %}"
    assert format_of(escaped).thinking == Thinking("<think>", "</think>", open=True)


@pytest.mark.parametrize(
    "name", [name for name in vars(templates) if name.isupper() and name != "WITHOUT"]
)
def test_the_templates_of_these_tests_are_templates(name):
    environment = jinja2.sandbox.ImmutableSandboxedEnvironment()
    call = {"type": "function", "function": {"name": "look", "arguments": {"at": "door"}}}
    messages = [
        {"role": "user", "content": "hi"},
        {"role": "assistant", "content": "", "tool_calls": [call]},
    ]
    template = environment.from_string(getattr(templates, name))
    assert template.render(messages=messages, tools=[call], add_generation_prompt=True)
