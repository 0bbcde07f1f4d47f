"""What a search finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.search_fold import search_fold
from search.matching.scripts import OF_WORDS
from search.matching.words import Word, contains, places
from tests.search.matching.texts import folded_texts, words
from tests.support.cpu import assert_linear


def found(text: str, query: str) -> bool:
    return contains(search_fold(text), Word(search_fold(query)))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("第2会議室です", "会議"),
        ("第2会議室です", "議"),
        ("使うwifi", "wifi"),
        ("wifiを使う", "wi"),
        ("ＷｉＦｉ", "wifi"),
        ("ｶﾅ", "カナ"),
        ("Émile", "emile"),
        ("foo_bar.baz", "foo"),
        ("foo_bar.baz", "bar"),
        ("foo_bar.baz", "baz"),
        ("foo_bar.baz", "foo_bar"),
        ("foo_bar.baz", "_bar"),
        ("https://example.org/path", "example"),
        ("https://example.org/path", "org"),
        ("https://example.org/path", "path"),
        ("https://example.org/path", "example.org/pa"),
        ("I like C++ and C#", "c++"),
        ("I like C++ and C#", "C#"),
        ("C++", "c"),
        ("👍🏽", "👍"),
        ("髙橋さん", "高橋"),
        ("회의실에서", "의실"),
        ("Привет", "при"),
        ("ที่ประชุม", "ประชุม"),
        ("don’t", "don't"),
        ("1,000円", "1,000"),
        ("(draft)", "draft"),
        ("ab abc", "abc"),
    ],
)
def test_these_are_found(text: str, query: str) -> None:
    assert found(text, query)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("rewifi", "wifi"),
        ("会議", "会議室"),
        ("foo_bar", "oo"),
        ("C plus", "c++"),
        ("がく", "かく"),
        ("2026", "26"),
        ("Привет", "вет"),
        ("नमस्ते", "मस्ते"),
        ("👍", "👍🏽"),
        ("foobar", "foo_bar"),
    ],
)
def test_these_are_not(text: str, query: str) -> None:
    assert not found(text, query)


@pytest.mark.parametrize(
    ("text", "phrase", "is_found"),
    [
        ("the draft report", "draft report", True),
        ("the draft reports", "draft report", False),
        ("drafts, draft", "draft", True),
        ("the draft\nreport", "draft report", True),
        ("会議室", "会議", True),
        ("draftの", "draft", True),
        ("C++", "c", True),
        ("redraft report", "draft report", False),
    ],
)
def test_a_phrase_ends_where_a_word_ends(text: str, phrase: str, is_found: bool) -> None:
    assert contains(search_fold(text), Word(search_fold(phrase), is_phrase=True)) is is_found


def is_place(word: Word, folded: str, start: int) -> bool:
    """The rule as it is written down, for one place."""
    end = start + len(word.text)
    begins = word.text[0] not in OF_WORDS or start == 0 or folded[start - 1] not in OF_WORDS
    ends = not word.is_phrase or word.text[-1] not in OF_WORDS or folded[end : end + 1] not in OF_WORDS
    return folded[start:end] == word.text and begins and ends


@given(folded_texts, words)
def test_the_places_are_those_of_a_plain_scan(folded: str, word: Word) -> None:
    by_scan = [start for start in range(len(folded)) if is_place(word, folded, start)]
    by_rule = list(places(word, folded))
    assert bool(by_scan) is bool(by_rule) is contains(folded, word)
    assert {start for start, _ in by_rule} <= set(by_scan)
    # What is left out overlaps a place before it.
    assert all(any(start <= at < end for start, end in by_rule) for at in by_scan)


@pytest.mark.parametrize(
    ("text", "word"),
    [("a", Word("a" * 500)), ("ab", Word("b")), ("a ", Word("a" * 3 + " b", True)), ("会", Word("会" * 500 + "議"))],
)
def test_a_hostile_text_takes_linear_time(text: str, word: Word) -> None:
    assert_linear(lambda size: contains(f"x{text * size}", word), 200_000)


@given(st.characters())
def test_marks_and_letters_of_spaced_scripts_are_of_words(character: str) -> None:
    """What folding leaves of Latin, Greek and Cyrillic is letters of words."""
    if character.isalnum() and character < "\u0e00":
        assert character in OF_WORDS
