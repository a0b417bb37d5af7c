"""A query and a document as the tokens that a ranking GGUF model was trained on.

Either the file carries a template for it, with `{query}` and `{document}`, or the two are parted
by the vocabulary's own markers. Control tokens count only where the model's format has them: a
document that spells one out gets it as ordinary text.
"""

import re
from typing import Final

from agent.engine.backends.llama_file import LlamaFile
from agent.engine.backends.vector_base import Input
from agent.engine.errors import BackendError

TEMPLATE: Final = "rerank"
_QUERY, _DOCUMENT = "{query}", "{document}"
_WORD_PIECES: Final = 3
"""llama.cpp's number for the vocabularies of BERT."""


class RerankPrompt:
    """Joins queries and documents for one model."""

    def __init__(self, file: LlamaFile) -> None:
        lib, vocab = file.lib, file.vocab
        self._file = file
        source = lib.llama_model_chat_template(file.model, TEMPLATE.encode())
        self._template = _split(source.decode("utf-8", "replace"), file) if source else ()
        bos, eos, sep = (
            [token] if file.knows(token) else []
            for token in (
                lib.llama_vocab_bos(vocab),
                lib.llama_vocab_eos(vocab),
                lib.llama_vocab_sep(vocab),
            )
        )
        if lib.llama_vocab_type(vocab) == _WORD_PIECES:
            # Whatever the file says of adding tokens, this is what every BERT was trained on.
            self._before, self._between, self._after = bos, sep or eos, sep or eos
            return
        end = (eos or sep) if lib.llama_vocab_get_add_eos(vocab) else []
        self._before = bos if lib.llama_vocab_get_add_bos(vocab) else []
        self._between = end + (sep if lib.llama_vocab_get_add_sep(vocab) else [])
        self._after = end

    @property
    def tells_apart(self) -> bool:
        """Whether anything tells the query from the document."""
        return bool(self._template or self._between)

    def join(self, query: str, document: str) -> Input:
        """Return the tokens; a cut takes them from the end of the document."""
        if self._template:
            return self._fill(query, document)
        head = [*self._before, *self._cut(query), *self._between]
        tokens = (*head, *self._cut(document), *self._after)
        return Input(tokens, head=len(head), tail=len(self._after))

    def _fill(self, query: str, document: str) -> Input:
        head: list[int] = []
        middle: list[int] = []
        tail: list[int] = []
        fixed = spared = 0
        for part in self._template:
            side = tail if middle else head
            if isinstance(part, int):
                side.append(part)
            elif _DOCUMENT in part:
                # One text, for a token may lie across its border with what surrounds it.
                before, after = (
                    text.replace(_QUERY, query) for text in part.split(_DOCUMENT, maxsplit=1)
                )
                middle = self._cut(before + document + after)
                fixed = len(head) + len(self._cut(before))
                spared = len(self._cut(after))
            else:
                side += self._cut(part.replace(_QUERY, query))
        return Input((*head, *middle, *tail), head=fixed, tail=spared + len(tail))

    def _cut(self, text: str) -> list[int]:
        return self._file.tokenize(text, add_special=False, parse_special=False)


def _split(source: str, file: LlamaFile) -> tuple[str | int, ...]:
    """Part a template into texts and control tokens.

    Raises:
        BackendError: it has no place for the query or the document.
    """
    if source.count(_QUERY) < 1 or source.count(_DOCUMENT) != 1:
        raise BackendError(f"the model's template for ranking lacks {_QUERY} or {_DOCUMENT}")
    is_control = file.lib.llama_vocab_is_control
    names = {
        name: token
        for token in range(file.vocab_size)
        if is_control(file.vocab, token) and (name := file.name(token)) and name in source
    }
    if not names:
        return (source,)
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    texts = re.split(f"({'|'.join(longest_first)})", source)
    return tuple(names.get(text, text) for text in texts if text)
