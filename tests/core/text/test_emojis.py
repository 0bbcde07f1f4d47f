"""What is one emoji."""

import pytest

from core.text.emojis import one_emoji


@pytest.mark.parametrize("text", ["👍", "👍🏽", "👩‍👩‍👧", "🇯🇵", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "❤️", "❤️‍🔥", "🍵"])
def test_an_emoji_is_itself(text: str) -> None:
    assert one_emoji(text) == text


@pytest.mark.parametrize(("text", "emoji"), [("❤", "❤️"), ("☺", "☺️"), ("❤‍🔥", "❤️‍🔥"), ("🍵\ufe0f", "🍵")])
def test_all_spellings_are_one(text: str, emoji: str) -> None:
    assert one_emoji(text) == emoji


@pytest.mark.parametrize("text", ["", "a", "1", "👍👍", "👍 ", "🏽", "🇯", "🇯🇵🇯🇵", "\ufe0f", "茶", ":tea:", "<b>"])
def test_anything_else_is_none(text: str) -> None:
    assert one_emoji(text) is None
