"""Texts of which nothing is drawn. The web app runs the same cases."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from core.text.blanks import INVISIBLE, is_blank
from tests.support.cpu import assert_linear

CASES = json.loads((Path(__file__).parents[2] / "text_cases/blanks.json").read_text(encoding="utf-8"))
# Format characters that fonts draw.
DRAWN = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")


@pytest.mark.parametrize("text", CASES["blank"], ids=ascii)
def test_nothing_is_seen(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", CASES["seen"], ids=ascii)
def test_something_is_seen(text: str) -> None:
    assert not is_blank(text)


def test_every_control_and_format_character_is_blank_but_those_that_are_drawn() -> None:
    invisible = re.compile(f"[{INVISIBLE}]")
    kinds = ("Cc", "Cf", "Zs", "Zl", "Zp")
    hidden = {each for each in map(chr, range(0x110000)) if unicodedata.category(each) in kinds}
    assert {each for each in hidden if not invisible.match(each)} == DRAWN


def test_many_blanks_take_linear_time() -> None:
    assert_linear(lambda size: is_blank("\u200b " * size + "x"), 5_000, most=0.005)
