"""Whom a text calls, before anybody is looked up."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.markdown import without_code
from chat.mentions import LONGEST_NAME, MOST_NAMES, calls


def names(text: str) -> list[str]:
    """The longest name of each call."""
    return [candidates[0] for candidates in calls(text)]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@kenji, tea?", ["kenji"]),
        ("(@Kenji) @YUKI!", ["kenji", "yuki"]),
        ("_@kenji_", ["kenji_"]),
        ("@kenji @kenji", ["kenji", "kenji"]),
        ("ねえ@kenji", ["kenji"]),
        ("kenji@example.org", []),
        ("https://example.org/@kenji", []),
        ("é@kenji", []),
        ("@ kenji", []),
        ("@@kenji", []),
        ("@", []),
        (f"@{'x' * LONGEST_NAME}", ["x" * LONGEST_NAME]),
    ],
)
def test_what_is_a_call(text: str, called: list[str]) -> None:
    assert names(text) == called


def test_a_name_that_is_longer_than_any_calls_nobody() -> None:
    assert calls(f"@{'x' * (LONGEST_NAME + 1)}") == [[]]


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("@kenjiさん", ["kenjiさん", "kenjiさ", "kenji"]),
        ("@花子お願い", ["花子お願い", "花子お願", "花子お", "花子", "花"]),
        ("@kenji.", ["kenji.", "kenji"]),
        ("@kenji-san", ["kenji-san", "kenji"]),
        ("@kenji_2", ["kenji_2", "kenji"]),
        ("@kenjiro", ["kenjiro"]),
        ("@josé", ["josé"]),
        ("@JOSÉ", ["josé"]),
        ("@jose\u0301", ["josé"]),
        ("@ﾊﾅｺ", ["ハナコ", "ハナ", "ハ"]),
    ],
)
def test_where_a_name_may_end(text: str, candidates: list[str]) -> None:
    assert calls(text) == [candidates]


@pytest.mark.parametrize(
    "text",
    [
        "`@kenji`",
        "``a ` @kenji``",
        "```\n@kenji\n```",
        "```python\n@kenji\n",
        "~~~ a`b\n@kenji\n```\n@kenji\n~~~~",
        "   ````\n```\n@kenji\n````",
        "a `b\n@kenji` c",
    ],
)
def test_code_calls_nobody(text: str) -> None:
    assert calls(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "```\ncode\n```\n@kenji",
        "`code` @kenji `code`",
        "`@kenji",
        "\\`@kenji`",
        "``@kenji`",
        "``` a`b @kenji",
        "~~@kenji~~",
    ],
)
def test_what_only_looks_like_code_does(text: str) -> None:
    assert names(text) == ["kenji"]


@pytest.mark.parametrize(
    "text",
    [
        "@" + "`" * 9_999,
        "@" + "".join("`" * length + " " for length in range(1, 140)),
        "@" + "` `` " * 2_000,
        "@x" * 5_000,
        "@" + "花" * 9_999,
        "@花 " * 3_333,
        "```\n" * 2_500 + "@",
    ],
)
def test_no_text_takes_long(text: str) -> None:
    """It is read before the room is locked, but by the thread that stores everybody's messages."""
    began = time.process_time()
    found = calls(text)
    assert time.process_time() - began < 0.1
    assert sum(map(len, found)) <= MOST_NAMES


@given(st.text(alphabet="ab @`~\\\n", max_size=200))
def test_text_without_code_is_made_of_the_text(text: str) -> None:
    rest = iter(text)
    assert all(character in rest for character in without_code(text).replace(" ", "").replace("\n", ""))
