import pytest

from agent.api.errors import ApiError
from agent.api.openai.tooling import Function, FunctionTool, functions_of, offer
from agent.api.tools.parts import Tool

ADD = Function(name="add", parameters={"type": "object"})
SUB = Function(name="sub", description="subtracts", strict=True)


def named(*tools):
    return [tool.name for tool in tools]


def test_functions_become_tools():
    offered = offer([ADD, SUB], None)
    assert offered.choice == "auto"
    assert offered.tools == (
        Tool("add", "", {"type": "object"}),
        Tool("sub", "subtracts", None, strict=True),
    )


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ("none", "none"),
        ("required", "required"),
        ({"type": "function", "function": {"name": "sub"}}, "sub"),
        ({"type": "function", "name": "sub"}, "sub"),
    ],
)
def test_a_choice_is_a_mode_or_a_name(choice, found):
    assert offer([ADD, SUB], choice).choice == found


@pytest.mark.parametrize(
    "choice",
    [
        {
            "type": "allowed_tools",
            "allowed_tools": {
                "mode": "required",
                "tools": [{"type": "function", "function": {"name": "sub"}}],
            },
        },
        {"type": "allowed_tools", "mode": "required", "tools": [{"name": "sub"}]},
    ],
)
def test_a_choice_may_allow_some_only(choice):
    offered = offer([ADD, SUB], choice)
    assert (offered.choice, named(*offered.tools)) == ("required", ["sub"])


@pytest.mark.parametrize(
    ("functions", "choice"),
    [
        ([ADD], "sometimes"),
        ([ADD], {"type": "function", "function": {"name": "mul"}}),
        ([], "required"),
        ([ADD], {"type": "custom"}),
        ([ADD], 5),
    ],
)
def test_a_choice_that_nobody_can_make_is_refused(functions, choice):
    with pytest.raises(ApiError) as caught:
        offer(functions, choice)
    assert caught.value.param == "tool_choice"


def test_names_are_checked():
    with pytest.raises(ApiError, match=r"tools\.0\.function\.name"):
        offer([Function(name="a b")], None)
    with pytest.raises(ApiError, match="same name"):
        offer([ADD, ADD], None)


def test_a_tool_that_is_no_function_is_refused():
    with pytest.raises(ApiError, match=r"tool of type 'custom'"):
        functions_of([FunctionTool(type="custom")])
