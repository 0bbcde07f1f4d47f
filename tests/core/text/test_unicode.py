"""Normalising is bounded, and done in one module."""

import ast
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import unicode
from tests.support.cpu import assert_linear

SITE = Path(__file__).resolve().parents[3]
SOURCES = [
    path
    for folder in ("core", "realtime", "accounts", "files", "chat", "operations", "search", "moderation", "config")
    for path in sorted((SITE / folder).rglob("*.py"))
]
# Those of one class keep their order, and cost nothing to sort: these are of many classes.
MARKS = "".join(map(chr, range(0x315, 0x2FF, -1))) + "\u0f73\u0344"
EVERY_FORM = [unicode.nfc, unicode.nfkc, unicode.nfd, unicode.folded]


def normalising(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text())):
        match node:
            case ast.Attribute(attr="normalize", value=ast.Name("unicodedata")) | ast.Attribute(attr="casefold"):
                yield f"{source.relative_to(SITE)}:{node.lineno}"
            case ast.ImportFrom(module="unicodedata", names=names) if any(name.name == "normalize" for name in names):
                yield f"{source.relative_to(SITE)}:{node.lineno}"


def test_no_other_module_normalises() -> None:
    assert len(SOURCES) > 100
    assert [use for source in SOURCES for use in normalising(source) if source.name != "unicode.py"] == []
    assert list(normalising(SITE / "core" / "text" / "unicode.py"))


@pytest.mark.parametrize("form", EVERY_FORM)
@pytest.mark.parametrize("text", [MARKS, "a\u0315\u0300", "\u0f73", "\ufdfa", "ｶﾞ", "\U0001d15e"])
def test_every_form_is_linear(form: object, text: str) -> None:
    """Whatever length is allowed."""
    assert callable(form)
    assert_linear(lambda size: form((text * size)[:size], size), 10_000, most=0.2)


def test_a_longer_text_is_left_to_its_field() -> None:
    assert unicode.nfc("e\u0301e\u0301", 3) == "e\u0301e\u0301"
    assert unicode.nfkc("ｋｅ", 1) == "ｋｅ"


def test_a_longer_text_is_cut_where_it_is_compared() -> None:
    assert unicode.folded("ＡＢＣ", 2) == "ab"
    assert unicode.nfd("éé", 1) == "e\u0301"


@given(st.text(max_size=60))
def test_a_text_without_long_runs_of_marks_is_what_it_always_was(text: str) -> None:
    if unicode.stream_safe(text) == text:
        assert unicode.nfc(text, 60) == unicodedata.normalize("NFC", text)
        assert unicode.nfkc(text, 60) == unicodedata.normalize("NFKC", text)


@given(st.text(alphabet=MARKS + "ae花\uff9e", max_size=200))
def test_no_run_of_marks_is_longer_than_uax_15_allows(text: str) -> None:
    runs = "".join("m" if unicode.is_mark(character) else " " for character in unicode.stream_safe(text)).split()
    assert max(map(len, runs), default=0) <= 30
    assert unicode.stream_safe(text).replace("\u034f", "") == text


def test_every_mark_is_known() -> None:
    """Also those that are one only by what they are made of."""
    characters = (chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point < 0xE000)
    marks = [each for each in characters if unicodedata.combining(unicodedata.normalize("NFKD", each)[0])]
    assert [each for each in marks if not unicode.is_mark(each)] == []
    block = re.compile(f"[{unicode.MARKS}]")
    assert [
        chr(each) for each in range(sys.maxunicode + 1) if unicode.is_mark(chr(each)) and not block.match(chr(each))
    ] == []
