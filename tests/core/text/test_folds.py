"""What counts as the same text: for names, for searches, for passwords. The web app searches by the same cases."""

import json
from pathlib import Path

import pytest

from core.text.unicode import folded, searchable, typed_password
from tests.support.cpu import assert_linear

CASES = json.loads((Path(__file__).parents[2] / "text_cases/search_folds.json").read_text(encoding="utf-8"))
MOST = 300


@pytest.mark.parametrize(("one", "other"), CASES["same"])
def test_a_search_finds(one: str, other: str) -> None:
    assert searchable(one, MOST) == searchable(other, MOST)


@pytest.mark.parametrize(("one", "other"), CASES["other"])
def test_a_search_tells_apart(one: str, other: str) -> None:
    assert searchable(one, MOST) != searchable(other, MOST)


def test_names_keep_their_accents() -> None:
    assert folded("Élodie", MOST) == folded("ÉLODIE", MOST) != folded("elodie", MOST)


def test_passwords_keep_case_and_accents() -> None:
    assert typed_password("ｱﾝｺ Ａé", MOST) == "アンコ Aé"
    assert typed_password("Secret", MOST) != typed_password("secret", MOST)
    assert typed_password("é", MOST) != typed_password("e", MOST)


@pytest.mark.parametrize("text", ["e\u0301", "\u0315\u0300", "\ufdfa", "が"])
def test_a_search_takes_linear_time(text: str) -> None:
    assert_linear(lambda size: searchable((text * size)[:size], size), 10_000, most=0.2)
