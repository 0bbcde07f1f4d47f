"""The look-alike fold: what looks the same is the same, and words that only Unicode takes for alike stay two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.look_alikes import look_alike_fold
from core.text.search_fold import search_fold
from tests.support.cpu import assert_linear

SAME = [
    ("spam", "ѕраm"),  # Cyrillic
    ("spam", "ＳＰＡＭ"),
    ("spam", "𝐬𝐩𝐚𝐦"),
    ("spam", "🅂🄿🄰🄼"),
    ("spam", "s\u200bp\u200da\u2060m"),  # nothing that is seen between the letters
    ("spam", "s\u3164pam"),
    ("spam", "s\u0336p\u0336a\u0336m\u0336"),  # struck through
    ("spam", "s\u20ddpam"),
    ("casino", "ϲаsіnо"),
    ("kenji", "кenji"),  # looks like a k in capitals alone
    ("город", "ГОРОД"),
    ("バカ", "ﾊﾞｶ"),
    ("力", "カ"),
]
TWO = [("bum", "burn"), ("fall", "fail"), ("lol", "101"), ("か", "が"), ("カ", "ガ"), ("は", "ぱ"), ("가", "나")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_looks_alike_is_the_same(one: str, other: str) -> None:
    assert look_alike_fold(one) == look_alike_fold(other)


@pytest.mark.parametrize(("one", "other"), TWO)
def test_other_words_are_others(one: str, other: str) -> None:
    assert look_alike_fold(one) != look_alike_fold(other)


@given(st.text(st.characters(max_codepoint=127)))
def test_of_ascii_it_is_the_search_fold(text: str) -> None:
    assert look_alike_fold(text) == search_fold(text)


@given(st.text(st.sampled_from("abcxyzあカ漢аеоκσдг0ß \u200b")))
def test_capitals_are_no_other_letters(text: str) -> None:
    assert look_alike_fold(text.upper()) == look_alike_fold(text)


# One character of 18 in NFKC.
LONG = "\ufdfa"


@pytest.mark.parametrize("piece", ["a", "а", "がカ力", "e\u0301\u0323", "\u200d", LONG, "\u0315\u0300\u0f73", "𐀀"])
def test_it_takes_linear_time(piece: str) -> None:
    most = 0.2 if piece == LONG else 0.05
    assert_linear(lambda size: look_alike_fold(piece * (size // len(piece))), 5_000, most=most)
