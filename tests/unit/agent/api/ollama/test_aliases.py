import pytest

from agent.api.errors import ApiError
from agent.api.ollama.aliases import MAX_CHARACTERS, Alias, Aliases, tagged, untagged
from agent.api.ollama.errors import NameNotFoundError


def test_a_name_without_a_tag_is_the_latest():
    assert tagged("talk") == "talk:latest"
    assert tagged("talk:1") == "talk:1"
    assert tagged("host:5000/talk") == "host:5000/talk:latest"
    assert (untagged("talk:latest"), untagged("talk:1")) == ("talk", "talk:1")


def test_an_alias_is_found_with_and_without_its_tag():
    aliases = Aliases()
    aliases.keep(Alias("mine", "talk"))
    assert aliases.find("mine") == aliases.find("mine:latest") == Alias("mine:latest", "talk")
    assert aliases.find("mine:other") is None


def test_an_alias_takes_the_place_of_the_one_before_it():
    aliases = Aliases(most=1)
    aliases.keep(Alias("mine", "talk", "first"))
    aliases.keep(Alias("mine", "talk", "second"))
    assert [one.system for one in aliases] == ["second"]


def test_there_are_only_so_many():
    aliases = Aliases(most=1)
    aliases.keep(Alias("one", "talk"))
    with pytest.raises(ApiError, match="no more are kept"):
        aliases.keep(Alias("two", "talk"))
    aliases.drop("one:latest")
    aliases.keep(Alias("two", "talk"))


def test_an_alias_says_only_so_much():
    with pytest.raises(ApiError, match="at most"):
        Aliases().keep(Alias("mine", "talk", system="x" * (MAX_CHARACTERS + 1)))


@pytest.mark.parametrize("name", ["", " ", "a b", "../x", "a:b:c", "a:", "é", "x" * 300, "a\n"])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(ApiError, match="invalid model name"):
        Aliases().keep(Alias(name, "talk"))


def test_what_is_not_there_cannot_be_dropped():
    with pytest.raises(NameNotFoundError, match="'mine' not found"):
        Aliases().drop("mine")
