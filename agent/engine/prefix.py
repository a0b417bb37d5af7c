"""Which prompts begin alike: a radix tree over token numbers. Pure.

The owners are sequences, running and ended, and saved states. Each has one path; a path belongs to
a set of adapters, because the same tokens evaluated with other adapters are something else.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class _Node:
    tokens: list[int]
    parent: "_Node | None" = None
    children: dict[int, "_Node"] = field(default_factory=dict)
    owners: set[int] = field(default_factory=set)
    """Whose path leads through all of this node's tokens."""


class Prefixes:
    """The paths of all owners."""

    def __init__(self) -> None:
        self._roots: dict[Hashable, _Node] = {}
        self._ends: dict[int, tuple[Hashable, _Node]] = {}

    def __contains__(self, owner: int) -> bool:
        return owner in self._ends

    def put(self, owner: int, adapters: Hashable, tokens: Sequence[int]) -> None:
        """Give an owner a path; one it had before is forgotten."""
        self.remove(owner)
        node = self._roots.setdefault(adapters, _Node([]))
        at = 0
        while at < len(tokens):
            child = node.children.get(tokens[at])
            if child is None:
                child = _Node(list(tokens[at:]), node)
                node.children[tokens[at]] = child
            else:
                same = _common(child.tokens, tokens, at)
                if same < len(child.tokens):
                    child = _divide(child, same)
            child.owners.add(owner)
            at += len(child.tokens)
            node = child
        self._ends[owner] = (adapters, node)

    def remove(self, owner: int) -> None:
        """Forget an owner's path."""
        adapters, node = self._ends.pop(owner, (None, None))
        while node is not None and node.parent is not None:
            parent = node.parent
            node.owners.discard(owner)
            if not node.owners:
                del parent.children[node.tokens[0]]
            elif len(node.children) == 1:
                _join(node)
            node = parent
        if node is not None and not node.children and not self._in_use(adapters):
            self._roots.pop(adapters, None)

    def shared(self, adapters: Hashable, tokens: Sequence[int]) -> dict[int, int]:
        """Return for every owner that begins like `tokens` for how many tokens it does."""
        found: dict[int, int] = {}
        node, at = self._roots.get(adapters), 0
        while node is not None and at < len(tokens):
            child = node.children.get(tokens[at])
            if child is None:
                break
            same = _common(child.tokens, tokens, at)
            at += same
            found.update(dict.fromkeys(child.owners, at))
            node = child if same == len(child.tokens) else None
        return found

    def _in_use(self, adapters: Hashable) -> bool:
        return any(key == adapters for key, _ in self._ends.values())


def _common(edge: list[int], tokens: Sequence[int], at: int) -> int:
    """Return how many tokens of the edge are those from `at` on."""
    if edge == tokens[at : at + len(edge)]:
        return len(edge)
    count = 0
    for one, other in zip(edge, tokens[at : at + len(edge)], strict=False):
        if one != other:
            break
        count += 1
    return count


def _divide(node: _Node, length: int) -> _Node:
    """Put a node of the first `length` tokens in front of the rest; return it."""
    parent = node.parent
    assert parent is not None
    first = _Node(node.tokens[:length], parent, owners=set(node.owners))
    parent.children[first.tokens[0]] = first
    node.tokens, node.parent = node.tokens[length:], first
    first.children[node.tokens[0]] = node
    return first


def _join(node: _Node) -> None:
    """Take the only child into the node, where nobody's path ends between them."""
    (child,) = node.children.values()
    if child.owners != node.owners:
        return
    # The child stays, because owners that end in it know it; it takes the node's place.
    parent = node.parent
    assert parent is not None
    child.tokens, child.parent = node.tokens + child.tokens, parent
    parent.children[child.tokens[0]] = child
