"""From the text of an answer, as it comes, to its parts: thoughts, text, calls. Pure.

What comes out does not depend on how the text was cut. A mark that is not complete is held back,
and so is white space that would be dropped if a call followed. Calls that turn out to be none
become text again, exactly as the model wrote it.
"""

from collections.abc import Callable, Sequence
from typing import Final

from agent.api.tools.formats import XML_TAGS, Format, Layout
from agent.api.tools.loose import CODE, GEMMA
from agent.api.tools.named_readers import LooseReader, NamedReader, TaggedReader
from agent.api.tools.parts import Reasoning, Text, Tool, ToolArguments, ToolBegin
from agent.api.tools.readers import ArrayReader, Calls, ObjectReader, Reader
from agent.engine.text import first_stop, partial_stop

Spoken = Text | Reasoning | ToolBegin | ToolArguments
_BETWEEN: Final = ";,"


class ToolParser:
    """Reads one answer."""

    def __init__(
        self,
        form: Format,
        tools: Sequence[Tool],
        *,
        call_id: Callable[[], str],
        reasoning: bool = True,
        opened: bool | None = None,
    ) -> None:
        """Read an answer to a request that offered `tools`; none means that text stays text.

        `call_id` makes the identifier of a call. With `reasoning` thoughts are parts of their own;
        otherwise they stay in the text with their marks. `opened` overrules what the format says
        of whether the prompt ended inside the thoughts, as when the request switched them off.
        """
        self._form = form
        self._names = frozenset(tool.name for tool in tools)
        marks = (form.begin, form.also, *form.outer) if tools else ()
        self._marks = [mark for mark in marks if mark]
        self._schemas = {tool.name: tool.parameters or {} for tool in tools}
        self._splits = reasoning
        self._calls = Calls(call_id)
        self._out: list[Spoken] = []
        self._held = ""
        self._blank = ""
        self._raw = ""
        self._trims = False
        self._reader: Reader | None = None
        inside = form.thinking is not None and form.thinking.open
        self._state = self._start
        if form.thinking is not None and (inside if opened is None else opened):
            self._trims = reasoning
            self._state = self._think

    @property
    def calls(self) -> int:
        """How many calls the answer has begun so far."""
        return self._calls.count

    def push(self, text: str) -> list[Spoken]:
        """Take more of the answer; return what is certain now."""
        self._held += text
        while self._held and self._state(final=False):
            pass
        return self._take()

    def finish(self) -> list[Spoken]:
        """Take the end of the answer; return the rest."""
        while self._held and self._state(final=True):
            pass
        if self._raw and not (self._reader is not None and self._reader.begun):
            self._give_up()
        self._say(self._held)
        if self._blank and not self._trims:
            self._out.append(Text(self._blank))
        self._held = self._blank = self._raw = ""
        return self._take()

    def _take(self) -> list[Spoken]:
        out, self._out = self._out, []
        return out

    # States: each takes from what is held, and tells whether it came further.

    def _start(self, *, final: bool) -> bool:
        """Nothing was said yet: thoughts or a bare call may begin."""
        bare = self._held.lstrip()
        if not bare:
            return False
        thinking = self._form.thinking
        if thinking is not None and bare.startswith(thinking.begin):
            blank = self._held[: len(self._held) - len(bare)]
            self._held = bare[len(thinking.begin) :]
            if not self._splits:
                self._out.append(Text(blank + thinking.begin))
            self._trims = self._splits
            self._state = self._think
        elif thinking is not None and not final and thinking.begin.startswith(bare):
            return False
        else:
            self._state = self._maybe_bare
        return True

    def _think(self, *, final: bool) -> bool:
        assert self._form.thinking is not None
        end = self._form.thinking.end
        at = self._held.find(end)
        if at >= 0:
            self._thought(self._held[:at])
            self._held = self._held[at + len(end) :]
            if not self._splits:
                self._out.append(Text(self._blank + end))
            self._blank = ""
            self._trims = self._splits
            self._state = self._maybe_bare
            return True
        keep = 0 if final else partial_stop(self._held, (end,))
        shown, self._held = self._cut(keep)
        self._thought(shown)
        return False

    def _thought(self, text: str) -> None:
        if not self._splits:
            if text:
                self._out.append(Text(text))
            return
        text = self._settle(text)
        if text:
            self._out.append(Reasoning(text))

    def _maybe_bare(self, *, final: bool) -> bool:
        """A call without marks may stand where the answer begins, and after another one."""
        del final
        skip = _BETWEEN if self._calls.count else ""
        bare = self._held.lstrip(" \t\r\n" + skip)
        if not bare:
            return False
        if bare[0] == "{" and self._names:
            self._reader = ObjectReader(self._calls, self._names)
            self._raw = self._held[: len(self._held) - len(bare)]
            self._held = bare
            self._state = self._call
        else:
            self._state = self._text
        return True

    def _text(self, *, final: bool) -> bool:
        marks = self._marks
        at = first_stop(self._held, marks)
        if at is None:
            shown, self._held = self._cut(0 if final else partial_stop(self._held, marks))
            self._say(shown)
            return False
        self._say(self._held[:at])
        mark = next(mark for mark in marks if self._held.startswith(mark, at))
        self._held = self._held[at + len(mark) :]
        if mark not in self._form.outer:
            self._raw = mark
            self._state = self._body
        return True

    def _body(self, *, final: bool) -> bool:
        """After a mark: which way of writing a call is it?"""
        del final
        bare = self._held.lstrip()
        if not bare:
            return False
        self._raw += self._held[: len(self._held) - len(bare)]
        self._held = bare
        self._reader = self._reader_of(bare[0])
        self._state = self._call
        return True

    def _reader_of(self, first: str) -> Reader:
        """Return who reads the call that begins with this character."""
        form = self._form
        if form.layout is Layout.CODE:
            return LooseReader(self._calls, CODE)
        if form.layout is Layout.GEMMA:
            return LooseReader(self._calls, GEMMA)
        if first == "{":
            return ObjectReader(self._calls, None)
        if first == "[":
            return ArrayReader(self._calls, None)
        if form.layout is Layout.TAGGED or first == "<":
            return TaggedReader(self._calls, form.tags or XML_TAGS, self._schemas, end=form.end)
        return NamedReader(self._calls, form.end)

    def _call(self, *, final: bool) -> bool:
        del final
        reader = self._reader
        assert reader is not None
        taken = 0
        for char in self._held:
            if not reader.feed(char):
                break
            taken += 1
            if reader.over or reader.broken:
                break
        self._raw += self._held[:taken]
        self._held = self._held[taken:]
        if reader.begun:
            self._blank = ""
            self._out += self._calls.take()
        if reader.over or (reader.broken and reader.begun):
            self._reader = None
            self._raw = ""
            self._trims = True
            self._state = self._after
        elif reader.broken:
            self._give_up()
        return reader.over or reader.broken

    def _after(self, *, final: bool) -> bool:
        """After a call: what closes it, which models forget."""
        for mark in (self._form.tail.strip(), self._form.end):
            bare = self._held.lstrip()
            if mark and not final and mark.startswith(bare) and bare != mark:
                return False
            if mark and bare.startswith(mark):
                self._held = bare[len(mark) :]
                if mark != self._form.end:
                    return True
        self._state = self._maybe_bare
        return True

    def _give_up(self) -> None:
        """What began like a call is none: text again, as it was written."""
        self._reader = None
        self._state = self._text
        self._say(self._raw)
        self._raw = ""

    def _say(self, text: str) -> None:
        text = self._settle(text)
        if text:
            self._out.append(Text(text))

    def _settle(self, text: str) -> str:
        """Hold back white space at the end, drop it at the beginning where that is due."""
        text = self._blank + text
        if self._trims:
            text = text.lstrip()
        if text:
            self._trims = False
        shown = text.rstrip()
        self._blank = text[len(shown) :]
        return shown

    def _cut(self, keep: int) -> tuple[str, str]:
        at = len(self._held) - keep
        return self._held[:at], self._held[at:]
