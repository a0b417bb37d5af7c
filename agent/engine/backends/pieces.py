"""What the tokens of a `tokenizer.json` stand for, in bytes. Pure.

Such vocabularies write bytes in one of two ways: every byte as a character of its own (byte-level),
or text with a mark for the space and `<0x0A>` for bytes that are no text.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

_SPACE: Final = "\u2581"
_BYTE: Final = re.compile(r"<0x([0-9A-Fa-f]{2})>")


def pieces_of(vocabulary: Mapping[str, Any], size: int) -> tuple[list[bytes], dict[int, str]]:
    """Return the bytes of every token, and the names of those that never stand for text."""
    added = [one for one in vocabulary.get("added_tokens") or () if isinstance(one.get("id"), int)]
    table = (vocabulary.get("model") or {}).get("vocab") or {}
    pairs = (
        table.items()
        if isinstance(table, dict)
        # Unigram lists its pieces with scores, by number.
        else ((one[0], number) for number, one in enumerate(table))
    )
    spell = _spell_bytes if _is_byte_level(vocabulary) else _spell_text
    made = [b""] * size
    for text, number in pairs:
        if 0 <= number < size:
            made[number] = spell(text)
    specials: dict[int, str] = {}
    for one in added:
        if 0 <= one["id"] < size:
            made[one["id"]] = one["content"].encode()
            if one.get("special"):
                specials[one["id"]] = one["content"]
    return made, specials


def _is_byte_level(vocabulary: Mapping[str, Any]) -> bool:
    def kinds(part: Any) -> set[str]:
        if not isinstance(part, dict):
            return set()
        inner: Sequence[Any] = part.get("pretokenizers") or part.get("decoders") or ()
        return {str(part.get("type"))}.union(*map(kinds, inner))

    return "ByteLevel" in kinds(vocabulary.get("pre_tokenizer")) | kinds(vocabulary.get("decoder"))


def _spell_bytes(text: str) -> bytes:
    return b"".join(
        bytes([_BYTES[letter]]) if letter in _BYTES else letter.encode() for letter in text
    )


def _spell_text(text: str) -> bytes:
    found = _BYTE.fullmatch(text)
    return bytes([int(found[1], 16)]) if found else text.replace(_SPACE, " ").encode()


def _byte_letters() -> dict[str, int]:
    """Return GPT-2's table: printable bytes are themselves, the others follow behind U+0100."""
    printable = {*range(33, 127), *range(161, 173), *range(174, 256)}
    hidden = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {
        chr(256 + at): byte for at, byte in enumerate(hidden)
    }


_BYTES: Final = _byte_letters()
