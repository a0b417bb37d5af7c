"""`%token` and `%until` in a Lark grammar: marks that are tokens of some models, text of others.

A tool call of one model begins with a control token, of another with the same letters as text.
Who writes the grammar cannot know, so it says

    %token "<tool_call>"    the control token of that name, or else the text
    %until "</think>"       any text, up to and with the first such mark

and here, where the vocabulary is known, they become plain Lark. Pure.
"""

import json
import re
from collections.abc import Mapping

from agent.engine.constraints.errors import ConstraintError

_MARK = re.compile(r'%(token|until)\s+("(?:[^"\\\n]|\\.)*")')


def resolve(lark: str, specials: Mapping[int, str]) -> str:
    """Return plain Lark.

    Raises:
        ConstraintError: a mark is no text.
    """
    if "%token" not in lark and "%until" not in lark:
        return lark
    tokens = {name: token for token, name in specials.items()}
    rules: dict[str, str] = {}

    def plain(found: re.Match[str]) -> str:
        try:
            text = json.loads(found[2])
        except ValueError as error:
            raise ConstraintError(f"%{found[1]} {found[2]} is no text: {error}") from error
        if not text:
            raise ConstraintError(f"%{found[1]} needs a mark, not an empty text")
        token = tokens.get(text)
        if found[1] == "token":
            return found[2] if token is None else f"<[{token}]>"
        if token is not None:
            rules["MARK_ANY"] = "MARK_ANY: /(?s:.*)/"
            return f"(MARK_ANY <[{token}]>)"
        name = f"mark_{len(rules)}"
        for known, rule in rules.items():
            if rule.endswith(_until(text)):
                return known
        rules[name] = f"{name}[lazy]: {_until(text)}"
        return name

    return "\n".join((_MARK.sub(plain, lark), *rules.values())) + "\n"


def _until(text: str) -> str:
    escaped = "".join(f"\\u{{{ord(char):x}}}" for char in text)
    return f"/(?s:.*){escaped}/"
