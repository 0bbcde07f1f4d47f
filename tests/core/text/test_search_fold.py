"""The form in which messages and queries are compared, and the way back to the text."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.search_fold import IGNORED, JOINING, folded_with_places, search_fold, search_folds
from core.text.unicode import MOST_GROWTH, searchable
from core.text.variants import VARIANTS
from tests.support.cpu import assert_linear

# Kana and jamo that compose, marks, variants, ligatures, white space of all kinds, and what nobody sees.
ODD = (
    "aAéßIı\u0301\u0300\u0315\u0345 \n\u3000\t\x1e\x1d\u2028ｶﾞﾊﾟカ\u3099か\u309a髙﨑❤\ufe0f👍🏽\u200d👨\u200b\xad\u034f\ufdfa㌖"
    "\u1112\u1161\u11a8하ㅎㅏ\xb4\u0344Άΐİǅ…กาक़ǿ’〜"
)
# Behind these are private and unassigned characters alone.
ASSIGNED = [chr(point) for point in (*range(0xD800), *range(0xE000, 0x34000), *range(0xE0000, 0xE0200))]
texts = st.text(max_size=30) | st.text(alphabet=ODD, max_size=30)
unjoined = texts.map(lambda text: text.rstrip("\u200d"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ｶﾅ", "カナ"),
        ("ｶﾞ", "ガ"),
        ("が", "か\u3099"),
        ("ＷｉＦｉ", "wifi"),
        ("Émile", "emile"),
        ("Straße", "STRASSE"),
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("渡邊", "渡辺"),
        ("\U00020bb7野家", "吉野家"),
        ("葛\U000e0100城", "葛城"),
        ("❤\ufe0f", "❤"),
        ("don’t", "don't"),
        ("10〜12時", "10～12時"),
        ("Wi\u200bFi", "wifi"),
        ("①", "1"),
        ("㈱", "(株)"),
        ("a \n\u3000 b ", "a b"),
        ("하", "ㅎㅏ"),
    ],
)
def test_these_are_the_same(one: str, other: str) -> None:
    assert search_fold(one) == search_fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("か", "が"),
        ("は", "ぱ"),
        ("かな", "カナ"),
        ("й", "и"),
        ("斎", "斉"),
        ("👍🏽", "👍"),
        ("foo_bar", "foo bar"),
        ("ハ一", "ハー"),
    ],
)
def test_these_are_not(one: str, other: str) -> None:
    assert search_fold(one) != search_fold(other)


def test_a_skin_tone_follows_its_emoji() -> None:
    assert search_fold("👍🏽").startswith(search_fold("👍"))


def test_the_end_of_the_longest_message_is_kept() -> None:
    folded = search_fold("\ufdfa" * 9_999 + "終")
    assert folded.endswith("終")
    assert len(folded) <= MOST_GROWTH * 10_000


def test_every_character_is_folded_as_it_is_defined() -> None:
    """Blocks of characters are named in the fold for its speed. None is missing."""
    odd = re.compile(f"[{JOINING}{IGNORED}{''.join(VARIANTS)}]")
    plain = [each for each in ASSIGNED if not odd.match(each)]
    variants = str.maketrans(VARIANTS)
    by_definition = [" ".join(searchable(each, 2 * MOST_GROWTH).translate(variants).split()) for each in plain]
    assert len(plain) > 140_000
    assert [
        each for each, one, other in zip(plain, search_folds(plain), by_definition, strict=True) if one != other
    ] == []
    assert max(map(len, by_definition)) == MOST_GROWTH


def test_every_character_that_joins_is_known() -> None:
    """What may become one with the character before: marks, and what decomposes to begin with one."""
    joining = re.compile(f"[{JOINING}{IGNORED}]")
    first = {each: unicodedata.normalize("NFKD", each)[0] for each in ASSIGNED}
    joins = [
        each for each in ASSIGNED if unicodedata.category(first[each])[0] == "M" or "\u1160" <= first[each] <= "\u11ff"
    ]
    assert len(joins) > 1000
    assert [each for each in joins if not joining.match(each)] == []


@given(st.lists(texts, max_size=5))
def test_many_texts_are_folded_as_each_of_them(many: list[str]) -> None:
    assert search_folds(many) == [search_fold(text) for text in many]


@given(texts)
def test_the_places_are_those_of_the_text(text: str) -> None:
    folded = folded_with_places(text)
    assert folded.text == search_fold(text)
    places = list(zip(folded.starts, folded.ends, strict=True))
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


@given(unjoined, unjoined, texts)
def test_a_part_of_the_text_is_found_at_its_place(before: str, part: str, after: str) -> None:
    """Between two characters that join nothing. A zero-width joiner at an end would take it for its emoji."""
    text = f"{before}◆{part}◆{after}"
    folded = folded_with_places(text)
    marks = [at for at, character in enumerate(folded.text) if character == "◆"]
    starts = [folded.place(at, at + 1)[0] for at in marks]
    assert text.index("◆") in starts
    assert len(before) + len(part) + 1 in starts


@pytest.mark.parametrize(
    ("text", "found", "part"),
    [
        ("昨日のｶﾞｲﾄﾞです", "ガイド", "ｶﾞｲﾄﾞ"),
        ("e\u0301mile!", "emile", "e\u0301mile"),
        ("12㌖先", "ロメ", "㌖"),
        ("x  \n y", "x y", "x  \n y"),
        ("👍🏽よし", "👍", "👍🏽"),
        ("👨\u200d👩\u200d👧と", "👨", "👨\u200d👩\u200d👧"),
        ("❤\ufe0f好き", "❤", "❤\ufe0f"),
        ("葛\U000e0100城", "葛", "葛\U000e0100"),
    ],
)
def test_a_place_is_whole_characters(text: str, found: str, part: str) -> None:
    folded = folded_with_places(text)
    at = folded.text.index(found)
    start, end = folded.place(at, at + len(found))
    assert text[start:end] == part


@pytest.mark.parametrize("text", ["明日の会議", "e\u0301", "ｶﾞ", "\ufdfa", "\u0315\u0300", " \n", "\u034f", "👍🏽"])
def test_folding_takes_linear_time(text: str) -> None:
    assert_linear(lambda size: search_fold((text * size)[:size]), 5_000, most=0.2)
    assert_linear(lambda size: folded_with_places((text * size)[:size]), 5_000, most=0.4)
