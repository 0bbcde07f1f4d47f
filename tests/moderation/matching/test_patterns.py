"""Which texts a rule meets, by example."""

import pytest

from core.problems import Problem
from moderation.matching import patterns
from moderation.matching.looks import Looks
from moderation.matching.matcher import Compiled, Matcher

WORDS = [
    ("spam", "This is SPAM!"),
    ("spam*", "spammers"),
    ("ばか", "おばかさん"),
    ("spam", "これspamです"),
    ("free money", "FREE\n money"),
    # Look-alikes
    ("spam", "ѕраm"),
    ("spam", "s\u200bpam"),
    ("casino", "cas1n0"),
    ("lol", "l0l"),
    ("paypal", "paypaI"),
    # What Markdown does not show
    ("spam", "sp**am**"),
    ("spam", "sp`a`m"),
    ("spam", "sp&#97;m"),
    ("バカ", "バ**カ**"),
    ("c++", "I like C++."),
]
OTHER_WORDS = [
    ("spam", "spammers"),
    ("ass", "class"),
    ("か", "が"),
    ("lol", "room 101"),
    ("fail", "fall"),
    ("bum", "burn"),
    ("spam", "spam1"),
    ("free money", "free, money"),
]
LINKS = [
    ("evil.com", "see https://evil.com/x?y"),
    ("evil.com", "https://www.EVIL.com."),
    ("evil.com", "[look](https://evil\\.com)"),
    ("evil.com", "[look](https://evil&#46;com)"),
    ("evil.com", "https://ev%69l.com"),
    ("evil.com", "https://user:pw@evil.com:99/"),
    ("evil.com", "evil。com"),
    ("evil.com", "https://еvil.com"),
    ("evil.com", "これevil.comを見て"),
    ("https://evil.com/a?b", "evil.com"),
    ("evil.com:8080", "http://evil.com"),
    ("*.evil.com", "a.b.evil.com"),
    ("*.zip", "x.zip"),
    ("日本語.jp", "https://xn--wgv71a119e.jp/"),
    ("xn--wgv71a119e.jp", "これ日本語.jpを見て"),
    ("bücher.de", "https://xn--bcher-kva.de"),
    ("bücher.de", "https://BÜCHER.de"),
    ("192.0.2.7", "http://192.0.2.7/"),
]
OTHER_LINKS = [
    ("evil.com", "notevil.com"),
    ("evil.com", "my-evil.com"),
    ("evil.com", "evil.com.br"),
    ("evil.com", "evil.com-x.org"),
    ("evil.com", "evil.community"),
    ("*.evil.com", "https://evil.com"),
    ("bücher.de", "https://xn--bchr-kva.de"),
    ("192.0.2.7", "192.0.2.70"),
]
NO_WORDS = ["", "  ", "*", "**", "\u200b", "\ufdfa" * 12]
NO_LINKS = [
    "",
    "evil",
    "*.",
    "*",
    "a..b",
    "ev il.com",
    "a*.com",
    "https://",
    ".".join("abcdefghij"),
    "x" * 201 + ".com",
]


def meets(pattern: patterns.Pattern, text: str) -> bool:
    return Matcher([Compiled(1, 1, pattern)]).strongest(Looks(text)) is not None


@pytest.mark.parametrize(("typed", "text"), WORDS)
def test_a_word_is_met(typed: str, text: str) -> None:
    assert meets(patterns.word(typed), text)


@pytest.mark.parametrize(("typed", "text"), OTHER_WORDS)
def test_a_word_is_not_met(typed: str, text: str) -> None:
    assert not meets(patterns.word(typed), text)


@pytest.mark.parametrize(("typed", "text"), LINKS)
def test_a_link_is_met(typed: str, text: str) -> None:
    assert meets(patterns.link(typed), text)


@pytest.mark.parametrize(("typed", "text"), OTHER_LINKS)
def test_a_link_is_not_met(typed: str, text: str) -> None:
    assert not meets(patterns.link(typed), text)


@pytest.mark.parametrize("typed", NO_WORDS)
def test_no_word(typed: str) -> None:
    with pytest.raises(Problem, match="invalid"):
        patterns.word(typed)


@pytest.mark.parametrize("typed", NO_LINKS)
def test_no_link(typed: str) -> None:
    with pytest.raises(Problem, match="invalid"):
        patterns.link(typed)
