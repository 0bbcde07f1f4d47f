"""Whom a text mentions, before anybody is looked up."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.user_names.spelling import folded
from chat.markdown import ESCAPED_AT, words
from chat.mentions import END, LONGEST_NAME, MOST_NAMES, UNSPACED, names_mentioned
from chat.models import Room
from chat.models.message import TEXT_LENGTH
from chat.services.messages.mentions import resolve
from tests.support.cpu import assert_linear

# The web app runs the same cases.
CASES = json.loads((Path(__file__).parents[1] / "text_cases/mentions.json").read_text(encoding="utf-8"))


def possible(text: str) -> list[list[str]]:
    return [each.names for each in names_mentioned(text)]


def names(text: str) -> list[str]:
    """The longest name of each mention."""
    return [candidates[0] for candidates in possible(text)]


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: repr(case["text"]))
def test_what_the_web_app_draws_as_a_mention_is_one(case: dict[str, Any]) -> None:
    members = {(1, folded(name)): number for number, name in enumerate(CASES["members"])}
    said = resolve(names_mentioned(case["text"]), Room(pk=1, member_count=8), "member", members)
    assert [CASES["members"][user] for user in said.people or []] == case["people"]
    assert said.here == case["here"]
    assert [text for text, _ in said.texts or []] == list(dict.fromkeys(case["marks"]))


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
    assert possible(f"@{'x' * (LONGEST_NAME + 1)}") == [[]]


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
    assert possible(text) == [candidates]


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
    assert possible(text) == []


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


MARKS = "\u0315\u0300\u0f73"
# Each is repeated until it is as long as a message, and twice as long.
WORST = {
    "marks": MARKS,
    "nothing but calls": "@",
    "short names": "@a.",
    "short names with accents": "@a\u0301",
    "short names behind accents": "e\u0301@",
    "accents between calls": "\u0315@",
    "names that are long by marks": f"@a{MARKS * 60}",
    "names of marks": f"@{MARKS * 60}",
    "names that are too long": "@" + "x" * 41,
    "names that become too long": "@" + "\ufdfa" * 3,
    "names that become far too long": "@" + "\ufdfa" * 164,
    "names of as many names": "@" + "花" * 40,
    "names of jamo": "@" + "\u1100\u1161\u11a8" * 54,
    "names of wide jamo": "@" + "ﾡￂ" * 80,
    "backticks": "`",
    "spans": "`@a` ``@b`` ",
    "spans that never end": "".join("`" * length + " " for length in range(139, 0, -1)),
    "escaped backticks": "\\`",
    "fences": "~~~\n",
    "fences by another break of lines": "```\x0b",
    "fences that are none": "``` a`\n",
    "nested fences": "".join("`" * length + "\n" for length in range(3, 60)),
    "blank": " ",
    "brackets": "[" * 10 + "a" * 120,
    "links": "[@a](b) ",
    "links that never end": "[a](((" + "a" * 60,
    "pictures": "![",
    "angle brackets": "<http://x@a>",
    "URLs": "https://a。",
    "lists in lists": "- a\n  ",
    "lists": "- a\n" + "a" * 20,
    "quotes": "> > > > > > > > > > a\n",
    "tables": "|a|b\n|-|-\n",
    "wide tables": "|-" * 40 + "\n",
    "indented code": "    @a\n",
    "escapes": "\\@a",
    "dollars": "$",
    "late ends": "](a)" + "$" * 60,
}
# What comes before the pieces.
BEGINNINGS = {
    "behind a name": "@a",
    "behind a call": "@",
    "in a fence": "~" * 3_000 + "\n@",
    "in brackets": "@`a`" + "[" * 126,
    "in pictures": "@`a`" + "![" * 90,
    "in both": "@`a`" + "![ [" * 60,
    "behind brackets with escaped ends": "@`a`" + "[\\]" * 126,
    "behind brackets with ends in code": "@`a`" + "[`]`" * 126,
}


@pytest.mark.parametrize("piece", WORST.values(), ids=WORST)
@pytest.mark.parametrize("begin", BEGINNINGS.values(), ids=BEGINNINGS)
def test_no_text_takes_long(begin: str, piece: str) -> None:
    """It is read before the room is locked, but by the thread that stores everybody's messages."""

    def text(size: int) -> str:
        return (begin + piece * (size // len(piece) + 1))[:size]

    # Deep in brackets CPython 3.11 may take and free a piece of its stack with each call, which makes 24 ms 95.
    most = 0.03 if len(begin) < 50 or begin.startswith("~") else 0.15
    assert_linear(lambda size: names_mentioned(text(size)), TEXT_LENGTH // 2, most=most)
    assert sum(map(len, possible(text(TEXT_LENGTH)))) <= MOST_NAMES


@pytest.mark.parametrize(
    "text",
    [
        "@kenji" + "\na" * 1001,
        "@kenji" + "*a" * 1001,
        "@kenji" + "[a" * 801,
        "@kenji" + "`a" * 801,
        "@kenji" + "<a" * 501,
        "@kenji" + "\\a" * 1501,
        "@kenji" + "@a" * 300,
        "@kenji" + "\n~~~" * 201,
        "> " * 33 + "@kenji",
        "@kenji\n\n" + "|-" * 50 + "\n" + "|\n" * 40,
    ],
)
def test_a_text_that_is_shown_as_typed_mentions_nobody(text: str) -> None:
    assert possible(text) == []


def called_in_all(text: str) -> list[list[str]]:
    """The same by composing the whole text at once, which is only for short ones."""
    call = re.compile(rf"(?<![^\W_{UNSPACED}])(?<![@/])@([\w.-]+)")
    runs = (unicodedata.normalize("NFKC", match[1]) for match in call.finditer(unicodedata.normalize("NFC", text)))
    return [
        [
            folded(run[:end])
            for end in range(min(len(run), LONGEST_NAME), 0, -1)
            if END.match(run[: LONGEST_NAME + 1], end)
        ]
        for run in runs
    ]


@given(st.text(alphabet="@@@aek._-/ 花さﾊﾟ가\u1100\u1161\u11a8é\u0301\u0323ﬁ\ufdfa\u212b", max_size=60))
def test_a_name_is_read_as_if_the_whole_text_were_composed(text: str) -> None:
    text = re.sub(" +", " ", text)  # four are code
    assert possible(text) == called_in_all(text)


@given(st.text(alphabet="ab @`~\\\n", max_size=200))
def test_what_is_drawn_is_made_of_the_text(text: str) -> None:
    rest = iter(text)
    drawn = words(text).replace(ESCAPED_AT, "@").replace(" ", "").replace("\n", "")
    assert all(character in rest for character in drawn)
