"""Reads calls whose name stands outside of JSON. Pure."""

import re
from collections.abc import Mapping
from typing import Any, Final

from agent.api.tools.formats import Tags
from agent.api.tools.kinds import fits, kinds_of
from agent.api.tools.loose import LooseError, Style, parse_call
from agent.api.tools.readers import Calls
from agent.api.tools.scanner import BROKEN, WHITE, Scanner, dumps, loads

MAX_HEADER_CHARS: Final = 256
MAX_CALL_CHARS: Final = 100_000
_NAME = r"[\w.\-]+"
_HEADER = re.compile(
    rf"\s*(?:function<\uff5ctool▁sep\uff5c>)?({_NAME})"
    r"(?:\[CALL_ID\]\w*)?(?:\[ARGS\]|>|<\uff5ctool▁sep\uff5c>)?\s*(?:```(?:json)?)?\s*"
)
_WORD = re.compile(_NAME)


class NamedReader:
    """The name as plain text, then the JSON object of the arguments."""

    def __init__(self, calls: Calls, end: str) -> None:
        """`end` is the mark that may come at once, where a function takes no arguments."""
        self.begun = self.over = self.broken = False
        self._calls = calls
        self._end = end
        self._header = ""
        self._value = Scanner()

    def feed(self, char: str) -> bool:
        if self.over or self.broken:
            return False
        if not self.begun:
            return self._in_header(char)
        self._value.feed(char)
        self._calls.say(char)
        self.over = self._value.over
        return True

    def _in_header(self, char: str) -> bool:
        header = self._header + char
        bare = bool(self._end) and header.endswith(self._end)
        if char == "{" or bare:
            named = _HEADER.fullmatch(header.removesuffix(self._end) if bare else self._header)
            if named is None:
                self.broken = True
                return False
            self.begun, self.over = True, bare
            self._calls.begin(named.group(1))
            self._calls.say("{}" if bare else char)
            self._value.feed(char)
            return True
        self._header = header
        self.broken = len(header) > MAX_HEADER_CHARS
        return True


class TaggedReader:
    """`<function=name><parameter=city>Paris</parameter></function>` and its kin.

    Values are plain text; the tool's schema says which of them are strings.
    """

    def __init__(
        self, calls: Calls, tags: Tags, schemas: Mapping[str, Mapping[str, Any]], *, end: str
    ) -> None:
        """`end` closes a call whose tags have no closing one of their own."""
        self.begun = self.over = self.broken = False
        self._calls = calls
        self._schemas = schemas
        self._schema: Mapping[str, Any] = {}
        self._before, self._after = tags.function.strip().split("NAME")
        self._value_end = tags.value_end.strip()
        self._close = tags.close or end
        parameter = re.escape(tags.parameter.strip()).replace("><", r">\s*<")
        self._parameter = re.compile(parameter.replace("NAME", r"([^<>\n]+?)"))
        self._held = ""
        self._said = 0

    def feed(self, char: str) -> bool:
        if self.over or self.broken:
            return False
        if not self.begun:
            return self._in_header(char)
        self._held += char
        if self._held.endswith(self._value_end):
            self._argument(self._held.removesuffix(self._value_end))
        elif self._held.endswith(self._close) and not self._parameter.search(self._held):
            self._calls.say("}" if self._said else "{}")
            self.over = True
        return True

    def _in_header(self, char: str) -> bool:
        header = (self._held + char).lstrip()
        if self._after:
            whole, name = header.endswith(self._after), header.removesuffix(self._after)
        else:
            whole, name = char in "<\n" and bool(self._held.strip()), self._held
        if not whole:
            self._held += char
            self.broken = len(self._held) > MAX_HEADER_CHARS
            return True
        name = name.strip()
        if not (name.startswith(self._before) and _WORD.fullmatch(name, len(self._before))):
            self.broken = True
            return False
        name = name.removeprefix(self._before)
        self._schema = self._schemas.get(name, {})
        self._calls.begin(name)
        self.begun = True
        self._held = "" if self._after else char
        return True

    def _argument(self, text: str) -> None:
        found = self._parameter.search(text)
        self._held = ""
        if found is None:
            return
        value = text[found.end() :].removeprefix("\n").removesuffix("\n")
        if value.startswith("<![CDATA[") and value.endswith("]]>"):
            value = value[len("<![CDATA[") : -len("]]>")]
        before = ", " if self._said else "{"
        self._calls.say(f"{before}{dumps(found[1])}: {self._json(found[1], value)}")
        self._said += 1

    def _json(self, name: str, text: str) -> str:
        properties = self._schema.get("properties") or {}
        kinds = kinds_of(properties.get(name), self._schema)
        value = loads(text)
        if value is BROKEN or ("string" in kinds and not fits(value, kinds - {"string"})):
            return dumps(text)
        return text.strip()


class LooseReader:
    """Calls that are almost JSON; each is said when it is whole."""

    def __init__(self, calls: Calls, style: Style) -> None:
        self.begun = self.over = self.broken = False
        self._calls = calls
        self._style = style
        self._opened = not style.listed
        self._held = ""
        self._depth = 0
        self._quote = ""
        self._escaped = False

    def feed(self, char: str) -> bool:
        if self.over or self.broken:
            return False
        if not self._held.strip() and self._between(char):
            return True
        self._held += char
        self._scan(char)
        if self._depth < 0 or len(self._held) > MAX_CALL_CHARS:
            self.broken = True
        elif self._depth == 0 and not self._quote and char in ")}":
            self._say()
        return True

    def _between(self, char: str) -> bool:
        """Before a call: brackets and commas around calls, where there are any."""
        if char in WHITE:
            return True
        if not self._style.listed:
            return False
        if not self._opened and char == "[":
            self._opened = True
            return True
        if self._opened and char == "]":
            self.over = self.begun
            self.broken = not self.begun
            return True
        return self._opened and char == ","

    def _scan(self, char: str) -> None:
        if self._quote:
            if self._escaped or (char == "\\" and len(self._quote) == 1):
                self._escaped = not self._escaped
            elif self._held.endswith(self._quote):
                self._quote = ""
            return
        for quote in self._style.quotes:
            if self._held.endswith(quote):
                self._quote = quote
        self._depth += (char in "([{") - (char in ")]}")

    def _say(self) -> None:
        try:
            name, arguments = parse_call(self._held, self._style)
        except LooseError:
            self.broken = True
            return
        self.begun = True
        self._calls.begin(name)
        self._calls.say(dumps(arguments))
        self._held = ""
        self.over = not self._style.listed
