import json

import pytest

from agent.engine.constraint import Guides
from agent.engine.constraints.marks import resolve
from agent.engine.constraints.vocabulary import Vocabulary
from agent.engine.values import Constraint
from tests.support.constraint_vocabulary import CALL, END, PIECES, cut, guide, guides, takes


def test_a_mark_is_a_control_token_where_the_model_has_one():
    assert guide("lark", 'start: %token "<|call|>" "a"').forced() == [CALL, ord("a")]


def test_a_mark_is_text_where_the_model_has_none():
    assert guide("lark", 'start: %token "<call>" "a"').forced() == cut("<call>a")


def test_text_goes_up_to_a_mark_that_is_text():
    grammar = 'start: %until "<call>" /[0-9]/'
    assert takes(guide("lark", grammar), "so <be it: <call>7")
    assert not takes(guide("lark", grammar), "so <be it: <call>x")
    assert not takes(guide("lark", grammar), "so <be it")


def test_text_goes_up_to_a_mark_that_is_a_token():
    at = guide("lark", 'start: %until "<|call|>" /[0-9]/')
    for token in (*cut("so <|call|> it"), CALL, ord("7")):
        assert at.allows(token)
        at.accept(token)
    assert at.ended


def test_the_same_mark_can_be_used_twice():
    at = guide("lark", 'start: (%until "<a>" "x" | "y") %until "<a>" %until "<b>"')
    assert takes(at, "..<a>x..<a>..<b>")


def test_a_grammar_without_marks_stays_as_it_is():
    assert resolve("start: /%/", {1: "x"}) == "start: /%/"


def test_letters_that_mean_something_in_an_expression_are_only_letters_in_a_mark():
    mark = '<.*(/)\\"é>'
    at = guide("lark", f"start: %until {json.dumps(mark)}")
    assert takes(at, f"x{mark}")
    assert not takes(guide("lark", f"start: %until {json.dumps(mark)}"), "x<abc>")


class Blank:
    """Cuts text as SentencePiece does: with a blank in front of it."""

    def __init__(self, lead: list[int]) -> None:
        self._lead = lead

    def __call__(self, text: str) -> list[int]:
        return cut(" " + text) if self._lead else cut("?" + text)


@pytest.mark.parametrize("text", ['{"name":"set_light"}', "the", "é"])
def test_a_tokenizer_that_puts_a_blank_in_front_is_undone(text):
    vocabulary = Vocabulary(PIECES, frozenset({END}), {}, Blank([32]))
    assert vocabulary.cut(text) == cut(text)


def test_a_tokenizer_that_changes_the_text_is_replaced_by_the_longest_pieces():
    vocabulary = Vocabulary(PIECES, frozenset({END}), {}, lambda text: cut(text.lower()[:-1] + "?"))
    assert vocabulary.cut("The name") == cut("The name")


def test_a_blank_in_front_changes_nothing_about_what_is_forced():
    made = Guides(PIECES, ends={END}, specials={}, tokenize=Blank([32]))
    constraint = Constraint("json_schema", '{"const":{"name":"set_light"}}')
    assert made.compile(constraint).forced() == guides().compile(constraint).forced()
