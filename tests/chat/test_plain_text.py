"""A line of a notification says what its message says, without marks, as the web app's lines do."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.plain_text import MOST, lines_without_marks, plain_text

CASES = json.loads((Path(__file__).parents[1] / "text_cases/plain_texts.json").read_text(encoding="utf-8"))["cases"]
PIECES = st.sampled_from([*"aあ1*_~`#>-+|[]()!:/\n .\\", "**", "```\n", "---\n", "- ", "> ", "https://a.b/"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_marks_are_left_out(case: dict[str, str]) -> None:
    assert plain_text(case["text"]) == case["plain"]


def test_code_is_left_as_it_is() -> None:
    source = "```ts\nconst a = `b` * *c*;\n# no title\n```\n**bold**"
    assert plain_text(source) == "ts const a = `b` * *c*; # no title bold"


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_letter_and_no_digit_is_left_out(text: str) -> None:
    assert letters("\n".join(lines_without_marks(text))) == letters(text)


def letters(text: str) -> list[str]:
    """Without those in targets of links."""
    return [character for character in re.sub(r"\]\([^)\n]*\)", "", text) if character.isalnum()]


def test_something_is_always_left() -> None:
    assert plain_text("---") == "---"


def test_it_is_bounded() -> None:
    assert plain_text("a" * 10_000) == "a" * MOST
