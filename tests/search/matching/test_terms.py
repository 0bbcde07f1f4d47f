"""Signatures: none misses a text that the rule finds."""

import random
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.search_fold import search_fold
from search.matching.hashes import hashes_of_beginnings, hashes_of_numbers
from search.matching.signatures import MOST_BITS, may_contain
from search.matching.terms import bits_of, bits_of_mark, signature_of
from search.matching.words import Word, contains
from tests.search.matching.texts import folded_texts, words
from tests.support.cpu import assert_linear


@given(st.lists(folded_texts, max_size=6), words)
def test_a_signature_never_misses(texts: list[str], word: Word) -> None:
    if any(contains(text, word) for text in texts):
        assert may_contain(signature_of("\x1d".join(texts), ()), bits_of(word.text))


@given(
    st.text(max_size=50).map(search_fold), st.integers(0, 49), st.integers(1, 8), st.sampled_from(["", "会", " ", "_"])
)
def test_any_part_of_a_text_is_in_its_signature(text: str, start: int, size: int, before: str) -> None:
    word = Word(text[start : start + size] or "x")
    held = f"{before}{text}"
    if contains(held, word):
        assert may_contain(signature_of(held, ()), bits_of(word.text))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("c#foo", "foo"),
        ("a+b", "b"),
        ("#tag", "tag"),
        ("++i", "i"),
        ("c++", "c+"),
        ("c++", "++"),
        ("c++11", "c++1"),
        ("æther", "æther"),
        ("使うwifi", "うwi"),
        ("a->b", "->"),
        ("a!==b", "!="),
        ("会議(!?)", "!?)"),
        ("x" + "=-" * 40, "-=-"),
        ("...", "."),
    ],
)
def test_a_word_beside_a_sign_is_in_the_signature(text: str, word: str) -> None:
    assert contains(text, Word(word))
    assert may_contain(signature_of(text, ()), bits_of(word))


def test_the_signature_tells_most_texts_apart() -> None:
    picked = random.Random(1)
    kanji = [chr(picked.randint(0x4E00, 0x9FA0)) for _ in range(800)]
    text = "\x1d".join("".join(picked.choices(kanji, k=60)) for _ in range(64))
    signature = signature_of(text, ())
    held = {a + b for a, b in pairwise(text)}
    others = [pair for pair in (a + b for a, b in zip(kanji[:400], kanji[400:], strict=True)) if pair not in held]
    wrong = sum(may_contain(signature, bits_of(pair)) for pair in others)
    assert wrong < len(others) * 0.2


def test_marks_are_in_the_signature() -> None:
    signature = signature_of("会議", ["a12", "link"])
    assert may_contain(signature, bits_of_mark("a12"))
    assert not may_contain(signature, bits_of_mark("a13"))
    assert not may_contain(signature_of("link a12", ()), bits_of_mark("link"))


@pytest.mark.parametrize(("text", "bits"), [("", 512), ("a", 512), (" ".join(map(str, range(9000))), MOST_BITS)])
def test_the_size_is_a_power_of_two_by_the_terms(text: str, bits: int) -> None:
    assert len(signature_of(text, ())) * 8 == bits


def test_signatures_are_the_same_in_every_process() -> None:
    names = "from search.matching.terms import bits_of, signature_of"
    program = f"{names}; print(signature_of('会議室 wifi 👍 c++', ['a1']).hex(), bits_of('会議 wifi'))"
    run = [
        subprocess.check_output([sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}) for seed in ("1", "2")
    ]
    assert run[0] == run[1] == f"{signature_of('会議室 wifi 👍 c++', ['a1']).hex()} {bits_of('会議 wifi')}\n".encode()


def test_a_long_word_has_few_hashes() -> None:
    assert len(bits_of("".join(map(chr, range(0x4E00, 0x5000))))) == 64


def test_hashes_stay_as_they_are_stored() -> None:
    """With other hashes, no stored signature holds any word: every site must index all messages again."""
    assert bits_of("会議") == [3164, 12710, 34875, 34975, 46718, 56743]
    assert bits_of("c++") == [2062, 4444, 7984, 18082, 33846, 53705, 54007]
    assert bits_of("->") == [2923, 21577, 33804, 44728, 53609, 59932]
    assert bits_of("👍") == [2100, 14370, 24862, 25504, 51432, 51602]
    assert bits_of_mark("a12") == [34248, 36045]


def test_a_bit_is_counted_as_postgresql_counts() -> None:
    """`get_bit` counts from the lowest bit of the first byte."""
    signature = signature_of("", ["a12"])
    number = int.from_bytes(signature, "little")
    assert {bit for bit in range(len(signature) * 8) if number >> bit & 1} == {bit % 512 for bit in bits_of_mark("a12")}


@pytest.mark.parametrize("text", ["明日の会議", "+", "c+#", "aあ", "👍🏽", "й", "a" * 9])
def test_a_signature_takes_linear_time(text: str) -> None:
    assert_linear(lambda size: signature_of((text * size)[:size], ()), 200_000, most=0.2)


@pytest.mark.parametrize("sign", ["->", "!=", "%", "<=", "``"])
def test_signs_tell_texts_apart(sign: str) -> None:
    texts = ["plain words, and 会議 too. What? - no > nothing = here! `code`", "50 / 2"]
    signature = signature_of("\x1d".join(texts), ())
    assert not may_contain(signature, bits_of(sign))


def test_the_beginnings_of_a_word_are_those_of_all_that_go_on_alike() -> None:
    for size in range(1, 9):
        assert set(hashes_of_beginnings([b"searching"[:size]])) == set(hashes_of_beginnings([b"searching"])[:size])
    assert len(set(hashes_of_beginnings([b"searching"]))) == 8


@given(st.lists(st.integers(0, 2**32 - 1), max_size=9))
def test_numbers_together_have_the_hashes_of_each(numbers: list[int]) -> None:
    parts = [number.to_bytes(4, "little") for number in numbers]
    assert [*hashes_of_numbers(b"".join(parts))] == [each for part in parts for each in hashes_of_numbers(part)]
