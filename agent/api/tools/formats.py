"""The ways in which models write tool calls, recognised from their chat templates. Pure.

A template shows the model its own earlier calls in the words it was trained on, so the marks in
its source say how it will call. Nothing is rendered here.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final


class Layout(StrEnum):
    """What stands between the marks."""

    OBJECT = "object"
    """A JSON object with the name and the arguments; one per pair of marks."""
    ARRAY = "array"
    """A JSON array of such objects."""
    NAMED = "named"
    """The name as plain text, then the JSON object of the arguments."""
    TAGGED = "tagged"
    """The name, then every argument between tags of its own; strings stand there as they are."""
    CODE = "code"
    """Calls as in Python, between square brackets."""
    GEMMA = "gemma"
    """`call:name{...}` with keys and strings in other quotes than those of JSON."""


@dataclass(frozen=True, slots=True)
class Thinking:
    """The marks around what a model thinks before it speaks."""

    begin: str
    end: str
    open: bool = False
    """Whether the template may write the first mark itself, so that an answer begins inside."""

    def opened_by(self, prompt: str) -> bool | None:
        """Tell whether a rendered prompt ends inside the thoughts.

        False after their end, as where thinking is off; None where the model may begin to think.
        """
        said = prompt.rstrip()
        if said.endswith(self.begin):
            return True
        return False if said.endswith(self.end) else None


@dataclass(frozen=True, slots=True)
class Tags:
    """What is written in the layout `TAGGED`, with `NAME` for a name."""

    function: str
    parameter: str
    value_end: str
    close: str


@dataclass(frozen=True, slots=True)
class Format:
    """How a model calls tools."""

    name: str
    layout: Layout = Layout.OBJECT
    begin: str = ""
    """The mark before a call, or before all of them; none where a call is the whole answer."""
    also: str = ""
    """A mark that some models of the family write before a call, and others do not."""
    end: str = ""
    """The mark after it; none where the next mark or the end of the answer follows."""
    pad: str = ""
    """White space that the model writes inside the marks."""
    between: str = ""
    """White space that it writes between two calls."""
    outer: tuple[str, str] = ("", "")
    """Marks around all calls together."""
    header: str = ""
    """What stands before the arguments, with `NAME` for the name, in the layout `NAMED`."""
    tail: str = ""
    """And after them."""
    key: str = "name"
    """The key of the name, in JSON."""
    arguments: str = "arguments"
    """And of the arguments, beside it."""
    tags: Tags | None = None
    spaced: bool = True
    """Whether the model writes a blank after the commas and colons of JSON."""
    thinking: Thinking | None = None

    @property
    def special(self) -> bool:
        """Whether marks may be control tokens, so that the text must be asked for with them."""
        return bool(self.begin or self.also) or self.thinking is not None


PLAIN: Final = Format("plain", spaced=False)
"""`{"name":...,"arguments":{...}}` and nothing else: of models whose template knows no tools."""

_HERMES = Format("hermes", begin="<tool_call>", end="</tool_call>", pad="\n", between="\n")
_APRIEL = Format("apriel", Layout.ARRAY, "<tool_calls>", end="</tool_calls>")
_NEMOTRON = Format("nemotron", Layout.ARRAY, "<TOOLCALL>", end="</TOOLCALL>")
_COHERE = Format(
    "cohere",
    Layout.ARRAY,
    "<|START_ACTION|>",
    end="<|END_ACTION|>",
    key="tool_name",
    arguments="parameters",
)
XML_TAGS: Final = Tags("<function=NAME>\n", "<parameter=NAME>\n", "\n</parameter>\n", "</function>")
_XML = replace(_HERMES, name="xml", layout=Layout.TAGGED, tags=XML_TAGS)
_SEED = replace(_XML, name="seed", begin="<seed:tool_call>", end="</seed:tool_call>")
_GLM = Format(
    "glm",
    Layout.TAGGED,
    "<tool_call>",
    end="</tool_call>",
    between="\n",
    tags=Tags("NAME", "<arg_key>NAME</arg_key><arg_value>", "</arg_value>", ""),
)
_MINICPM = Format(
    "minicpm",
    Layout.TAGGED,
    '<function name="',
    between="\n",
    tags=Tags('NAME">', '<param name="NAME">', "</param>", "</function>"),
)
_LFM = Format("lfm", Layout.CODE, "<|tool_call_start|>", end="<|tool_call_end|>")
_GEMMA = Format("gemma", Layout.GEMMA, "<|tool_call>", end="<tool_call|>")
_FUNCTION_GEMMA = replace(_GEMMA, begin="<start_function_call>", end="<end_function_call>")
_MISTRAL = Format("mistral", Layout.ARRAY, "[TOOL_CALLS]")
_MISTRAL_NAMED = Format("mistral", Layout.NAMED, "[TOOL_CALLS]", header="NAME[ARGS]")
_PHI = Format("phi", Layout.ARRAY, "<|tool_call|>", end="<|/tool_call|>")
_GRANITE = Format("granite", Layout.ARRAY, "<|tool_call|>")
_FUNCTION = Format("function", Layout.NAMED, "<function=", end="</function>", header="NAME>")
_LLAMA = Format("llama", also="<|python_tag|>", arguments="parameters")
_BAR: Final = "\uff5c"
"""The wide bar in DeepSeek's marks."""
_SEP: Final = f"<{_BAR}tool▁sep{_BAR}>"
_DEEPSEEK_NEW = Format(
    "deepseek",
    Layout.NAMED,
    f"<{_BAR}tool▁call▁begin{_BAR}>",
    end=f"<{_BAR}tool▁call▁end{_BAR}>",
    outer=(f"<{_BAR}tool▁calls▁begin{_BAR}>", f"<{_BAR}tool▁calls▁end{_BAR}>"),
    header=f"NAME{_SEP}",
)
_DEEPSEEK = replace(
    _DEEPSEEK_NEW, between="\n", header=f"function{_SEP}NAME\n```json\n", tail="\n```"
)

_KNOWN: Final[tuple[tuple[re.Pattern[str], Format], ...]] = tuple(
    (re.compile(marks, re.DOTALL), form)
    for marks, form in (
        (r"tool▁calls▁begin.*```json", _DEEPSEEK),
        (r"tool▁calls▁begin", _DEEPSEEK_NEW),
        (r"\[TOOL_CALLS\].*\[ARGS\]", _MISTRAL_NAMED),
        (r"\[TOOL_CALLS\]", _MISTRAL),
        (r"<invoke name=", PLAIN),
        (r"<tool_call\|>", _GEMMA),
        (r"<start_function_call>", _FUNCTION_GEMMA),
        (r"tool_call_start|tool_list_start|List of tools: \[", _LFM),
        (r"<tool_calls>\[", _APRIEL),
        (r"<TOOLCALL>", _NEMOTRON),
        (r"<\|START_ACTION\|>.*tool_name", _COHERE),
        (r"<seed:tool_call>.*<parameter=", _SEED),
        (r"<tool_call>.*<function=", _XML),
        (r"<tool_call>.*<arg_key>", _GLM),
        (r"<function name=", _MINICPM),
        (r"<tool_call>", _HERMES),
        (r"<\|/tool_call\|>", _PHI),
        (r"<\|tool_call\|>", _GRANITE),
        (r"<function=", _FUNCTION),
        (r"<\|python_tag\|>|\"name\"\s*:[^\n]{0,60}\"parameters\"\s*:", _LLAMA),
    )
)
_THINKING: Final = (
    ("<think>", "</think>"),
    ("[THINK]", "[/THINK]"),
    ("<seed:think>", "</seed:think>"),
    ("<|START_THINKING|>", "<|END_THINKING|>"),
    ("<|channel>thought", "<channel|>"),
)


def format_of(template: str) -> Format:
    """Return how a model with this chat template calls tools, and how it thinks."""
    known = (form for marks, form in _KNOWN if marks.search(template))
    form = next(known, PLAIN) if re.search(r"\btools|tool_calls\b", template) else PLAIN
    return replace(form, thinking=_thinking(template))


def _thinking(template: str) -> Thinking | None:
    for begin, end in _THINKING:
        if begin in template or end in template:
            return Thinking(begin, end, open=_opens(template, begin, end))
    return None


def _opens(template: str, begin: str, end: str) -> bool:
    """Tell whether the template can begin the answer with the first mark and leave it open."""
    opening = template.rpartition("add_generation_prompt")[2]
    written = re.escape(begin) + r"(?!(?:\\n|\s)*" + re.escape(end) + ")"
    return "add_generation_prompt" in template and bool(re.search(written, opening))
