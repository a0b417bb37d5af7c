import pytest

from agent.engine.constraints.gbnf import to_lark
from tests.support.constraint_vocabulary import CALL, cut, guide, takes

JSON = r"""
root ::= object   # only objects
value ::= object | array | string | number | ("true" | "false" | "null") ws
object ::=
  "{" ws (
    string ":" ws value
    ("," ws string ":" ws value)*
  )? "}" ws
array ::= "[" ws (value ("," ws value)*)? "]" ws
string ::= "\"" ([^"\\\x7F\x00-\x1F] | "\\" (["\\bfnrt] | "u" [0-9a-fA-F]{4}))* "\"" ws
number ::= ("-"? ([0-9] | [1-9] [0-9]{0,15})) ("." [0-9]+)? ([eE] [-+]? [0-9] [1-9]{0,15})? ws

ws ::= | " " | "\n" [ \t]{0,20}
"""
SUMS = """
root ::= expr
expr ::= term ([-+*/] term)*
term ::= number | "(" expr ")"
number ::= [0-9]+ ("." [0-9]+)?
"""


@pytest.mark.parametrize(
    ("grammar", "yes", "no"),
    [
        (
            JSON,
            ['{"a":1}', '{ "a": [1, {"b":null}] }', '{"a":"x\\n\\u00e9"}', "{}"],
            ["", '{"a":01}'],
        ),
        (SUMS, ["1", "(1+2.5)*3"], ["1+", "(1", "1..2"]),
        ('root ::= word "z"\nword ::= [a-z]+', ["az", "zzz"], ["z", "abc"]),
        ('root ::= item+\nitem ::= "- " [^\\n]+ "\\n"', ["- a\n- b c\n"], ["- \n", "- a"]),
        ('root ::= "\\u0041\\x42\\t\\\\\\"" [\\]\\-a^]', ['AB\t\\"]', 'AB\t\\"-'], ['AB\t\\"b']),
        ('root ::= "a"{2,3} "b"{2} "c"{,2} "d"{1,}', ["aabbd", "aaabbccddd"], ["abbd", "aabbccc"]),
        ('root ::= "é日" [д-ж]+ .', ["é日де\n"], ["é日"]),
        ('root ::= (\n "a" | # first\n "b"\n)+', ["abba"], ["c"]),
        (
            'root ::= pair ws pair ws\npair ::= "(" pair? ")"\nws ::= [ \\n]*',
            ["() ()", "(())()"],
            ["("],
        ),
        ('root ::= start-x\nstart-x ::= START "b"\nSTART ::= "a"', ["ab"], ["a"]),
        ('root ::= "a"{0} x{,0} "b"\nx ::= "(" x ")" | "c"', ["b"], ["ab", "cb"]),
        ('root ::= "" | "x"', ["", "x"], ["xx"]),
        ('root ::= root "," "a" | "a"', ["a", "a,a"], [","]),
        ('root ::= "a"\r\n\r\n# end', ["a"], ["b"]),
        ("root ::= [^a-c]", ["d", "\n", "é"], ["a"]),
    ],
)
def test_a_grammar_takes_the_same_texts_as_in_llama_cpp(grammar, yes, no):
    for text in yes:
        assert takes(guide("gbnf", grammar), text), text
    for text in no:
        assert not takes(guide("gbnf", grammar), text), text


def test_tokens_can_be_named():
    at = guide("gbnf", 'root ::= <|call|> "a"')
    assert at.forced() == [CALL, ord("a")]
    at = guide("gbnf", f'root ::= <[{CALL}]> "a"')
    assert at.forced() == [CALL, ord("a")]


def test_a_token_that_this_model_has_as_text_is_text():
    assert guide("gbnf", 'root ::= <think> "a"').forced() == cut("<think>a")


def test_a_grammar_without_recursion_becomes_one_terminal():
    lark = to_lark('root ::= word "z"\nword ::= [a-z]+')
    assert lark.splitlines()[0] == "start: T0"
