"""What is understood of a query."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.matching.words import Word
from search.query.parsed import Note, Query
from search.query.parser import LONGEST, MOST_FILTERS, MOST_WORDS, parse
from tests.support.cpu import assert_linear

TOKYO = ZoneInfo("Asia/Tokyo")
TODAY = date(2026, 11, 27)
PIECES = [
    "会議",
    "wifi",
    '"a b"',
    "-x",
    '-"',
    "from:@hanako",
    "送信者：花子",
    "has:画像",
    "on:昨日",
    "before:",
    '"',
    "-",
    ":",
    "#",
    "　",
    "in:",
    "\ufdfa",
]


def parsed(typed: str) -> Query:
    return parse(typed, TOKYO, TODAY)


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("会議 WiFi", [Word("会議"), Word("wifi")]),
        ("会議　ＷｉＦｉ", [Word("会議"), Word("wifi")]),
        ('"Draft  Report"', [Word("draft report", True)]),
        ("“draft report”", [Word("draft report", True)]),
        ('"会議"の資料', [Word("会議", True), Word("の資料")]),
        ('"draft rep', [Word("draft rep")]),
        ("5\"x3 don't", [Word('5"x3'), Word("don't")]),
        ("C++ C# -> --force - a-b", [Word("c++"), Word("c#"), Word("->"), Word("--force"), Word("-"), Word("a-b")]),
        ("http://example.org/a std::vector 12:30", [Word("http://example.org/a"), Word("std::vector"), Word("12:30")]),
        ("wifi ＷＩＦＩ wifi", [Word("wifi")]),
        ('"" \ufe0f  ', []),
        ("", []),
    ],
)
def test_words(typed: str, words: list[Word]) -> None:
    assert parsed(typed) == Query(words=tuple(words))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-wifi", [Word("wifi")]),
        ("－会議", [Word("会議")]),
        ('-"draft report" −x', [Word("draft report", True), Word("x")]),
    ],
)
def test_what_is_left_out(typed: str, words: list[Word]) -> None:
    assert parsed(typed) == Query(excluded=tuple(words))


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("from:@hanako", {"authors": ("hanako",)}),
        ("FROM:Hanako from:kenji", {"authors": ("hanako", "kenji")}),
        ("送信者：＠髙橋", {"authors": ("高橋",)}),
        ('from:@"Hanako Sato"', {"authors": ("hanako sato",)}),
        ("from:me", {"authors": ("me",)}),
        ("投稿者:自分", {"authors": ("me",)}),
        ("in:#general", {"rooms": ("general",)}),
        ('ルーム:"開発 部"', {"rooms": ("開発 部",)}),
        ("with:@kenji 相手：花子", {"people": ("kenji", "花子")}),
        ("has:file ｈａｓ：画像 含む:リンク", {"has": frozenset({"file", "image", "link"})}),
        ("含む:リアクション 含む:ピン 含む:スレッド", {"has": frozenset({"reaction", "pin", "thread"})}),
        ("含む:ファイル 含む:写真", {"has": frozenset({"file", "image"})}),
        ("mentions:me", {"mentions_me": True}),
        ("メンション:自分", {"mentions_me": True}),
        ("is:unread", {"is_unread": True}),
        ("状態：未読", {"is_unread": True}),
        ("before:2026-11-01", {"until": day(11, 1)}),
        ("after:2026/11/1", {"since": day(11, 2)}),
        ("on:11月1日", {"since": day(11, 1), "until": day(11, 2)}),
        ("日付:昨日", {"since": day(11, 26), "until": day(11, 27)}),
        ("以前:11/1", {"until": day(11, 2)}),
        ("以降:11/1", {"since": day(11, 1)}),
        ("after:11/1 after:11/5 before:11/20 before:11/10", {"since": day(11, 6), "until": day(11, 10)}),
        ("on:2026-11", {"since": day(11, 1), "until": day(12, 1)}),
    ],
)
def test_filters(typed: str, fields: dict[str, Any]) -> None:
    assert parsed(typed) == Query(**fields)
    assert parsed(f"会議 {typed} x") == Query(words=(Word("会議"), Word("x")), **fields)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("has:cheese", "has:cheese"),
        ("from:", "from:"),
        ("from:@", "from:@"),
        ("In:#", "in:#"),
        ("on:火星", "on:火星"),
        ("before:2026-02-30", "before:2026-02-30"),
        ("is:read", "is:read"),
        ("mentions:kenji", "mentions:kenji"),
        ("送信者：", "送信者:"),
    ],
)
def test_a_malformed_filter_is_a_word(typed: str, word: str) -> None:
    assert parsed(typed) == Query(words=(Word(word),), notes=(Note("filter_not_understood", typed),))


def test_no_filter_is_left_out() -> None:
    assert parsed("-from:x") == Query(excluded=(Word("from:x"),), notes=(Note("filter_not_understood", "-from:x"),))


def test_a_quoted_filter_is_a_phrase() -> None:
    assert parsed('"from:x"') == Query(words=(Word("from:x", True),))


def test_too_much_is_left_out_and_said() -> None:
    many = parsed(" ".join(f"w{number}" for number in range(MOST_WORDS + 5)))
    assert len(many.words) == MOST_WORDS
    assert many.notes == (Note("too_many_words", f"w{MOST_WORDS}"),)
    filters = parsed(" ".join(f"in:{number}" for number in range(MOST_FILTERS + 5)))
    assert len(filters.rooms) == MOST_FILTERS
    assert filters.notes == (Note("too_many_filters", f"in:{MOST_FILTERS}"),)
    assert parsed("a" * (LONGEST + 5)).words == (Word("a" * LONGEST),)


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)
    | st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
)
def test_any_text_is_a_query(typed: str) -> None:
    query = parsed(typed)
    assert all(word.text == " ".join(word.text.split()) != "" for word in (*query.words, *query.excluded))
    assert all(note.part in typed for note in query.notes)


@pytest.mark.parametrize("piece", ['"', '-"', "from:", "a ", 'in:"', "-", "\ufdfa", "from:a "])
def test_a_hostile_query_takes_little_time(piece: str) -> None:
    assert_linear(lambda size: parsed((piece * size)[:size]), LONGEST // 2, most=0.02)
