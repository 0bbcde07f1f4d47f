"""Many rules at once: the strongest counts, whatever else is there, and nobody stops a worker with a text or a rule."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.problems import Problem
from moderation.matching import patterns
from moderation.matching.looks import Looks
from moderation.matching.matcher import Compiled, Matcher
from tests.support.cpu import assert_linear, cost

# Characters of the longest message.
LONGEST = 10_000
# Seconds of CPU for a moderator who writes rules against the worker, and an author who knows them.
MOST_BY_BOTH = 0.2

words = st.text(st.sampled_from("abあ *"), min_size=1, max_size=4).filter(lambda word: bool(word.strip("* ")))
rules = st.lists(st.tuples(words, st.integers(1, 3)), max_size=8)


@given(rules, st.text(st.sampled_from("abあ *`"), max_size=12))
def test_of_all_rules_the_strongest_is_found(typed: list[tuple[str, int]], text: str) -> None:
    compiled = [Compiled(number, strength, patterns.word(word)) for number, (word, strength) in enumerate(typed)]
    alone = [rule for rule in compiled if Matcher([rule]).strongest(Looks(text))]
    found = Matcher(compiled).strongest(Looks(text))
    assert (found.strength if found else 0) == max((rule.strength for rule in alone), default=0)


@given(st.text(max_size=50), st.text(max_size=50))
def test_a_word_that_stands_alone_is_met(before: str, word: str) -> None:
    try:
        pattern = patterns.word(word)
    except Problem:
        return
    matcher = Matcher([Compiled(1, 1, pattern)])
    assert matcher.strongest(Looks(word)) or "*" in word
    matcher.strongest(Looks(before))


def many(letters: str) -> Matcher:
    chance = random.Random(1)
    some = ["".join(chance.choices(letters, k=5)) for _ in range(900)]
    hosts = [f"host{number}.example.com" for number in range(100)]
    compiled = [patterns.word(word) for word in some] + [patterns.link(host) for host in hosts]
    return Matcher(Compiled(number, 1 + number % 3, pattern) for number, pattern in enumerate(compiled))


MANY = {"latin": many("bcdfgh"), "japanese": many("会議東京日本語文字")}
# One character of 18 in NFKC.
LONG = "\ufdfa"
TEXTS = [
    "the quick brown fox jumps ", "今日は会議です。東京で", "привет мир как ", "a", "あ", "ab ", "a.", "xn--a.", "a0b1", "*&amp;",
    "%41", LONG, "e\u0301\u0323", "\u200d", "host1.example.co ", "会議東京日",
]  # fmt: skip


@pytest.mark.parametrize("kind", MANY)
@pytest.mark.parametrize("piece", TEXTS)
def test_a_text_takes_linear_time_with_a_thousand_rules(kind: str, piece: str) -> None:
    matcher = MANY[kind]
    most = 0.2 if piece == LONG else 0.08
    assert_linear(lambda size: matcher.strongest(Looks(piece * (size // len(piece)))), LONGEST // 2, most=most)


AGAINST_US = {
    "beginnings of each other": ([patterns.word("ab " * count + "a") for count in range(60)], "ab "),
    "one letter": ([patterns.word("a" * count) for count in range(1, 200)], "a"),
    "anywhere": ([patterns.word("あ" * count + "b") for count in range(1, 199)], "あ"),
    "nearly": ([patterns.word(("あb" * 99)[:count] + "c") for count in range(1, 198)], "あb"),
    "hosts": ([patterns.link("a." * count + "a") for count in range(1, 8)], "a."),
}


@pytest.mark.parametrize("case", AGAINST_US)
def test_rules_against_the_worker_are_bounded(case: str) -> None:
    found, piece = AGAINST_US[case]
    matcher = Matcher(Compiled(number, 1, pattern) for number, pattern in enumerate(found))
    text = (piece * LONGEST)[: LONGEST - 1] + "x"
    assert cost(lambda: matcher.strongest(Looks(text))) < MOST_BY_BOTH
