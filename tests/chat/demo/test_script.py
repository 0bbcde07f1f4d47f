"""The texts: every thread can be played, in its turn and at its hour."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest

from chat.demo import rhythm, script
from chat.demo.play import PLACEHOLDER, Deck
from chat.demo.script import LANGUAGES, Line, Thread
from core.text.emojis import one_emoji
from tests.chat.demo.soundness import UNTIL


def test_every_thread_can_be_played() -> None:
    played = script.read()
    for language in LANGUAGES:
        threads = [thread for named in played.threads.values() for thread in named if thread.language == language]
        assert len(threads) >= 30
        for thread in threads:
            known = {*played.words[language], *thread.parts, *(f"@{part}" for part in thread.parts), "token"}
            assert thread.parts == list("abcdef"[: len(thread.parts)])
            for index, line in enumerate(thread.lines):
                assert line.reply is None or 0 <= line.reply < index
                assert line.beside is None or thread.lines[line.beside].beside is None
                assert line.beside is None or 0 <= line.beside < index
                assert all(one_emoji(emoji) == emoji for emoji in line.emoji)
                assert all(wording for wording in line.wordings)
                assert {name for wording in line.wordings for name in PLACEHOLDER.findall(wording)} <= known
    names = {person.username for person in played.people}
    for scene in played.scenes:
        assert {*scene.cast, *scene.moderators} <= names
        assert {*scene.threads} <= played.threads.keys()


def test_a_line_that_is_none_is_refused() -> None:
    assert Line.read("b>2*: yes || no") == Line("b", 1, "*", ("yes", "no"))
    assert Line.read("b^1>2![🍵 🔥]: yes") == Line("b", 1, "!", ("yes",), 0, ("🍵", "🔥"))
    with pytest.raises(ValueError, match="not a line of dialogue"):
        Line.read("somebody says something")


def test_no_thread_comes_again_before_the_others_and_none_at_the_wrong_hour() -> None:
    line = (Line.read("a: hello"),)
    morning, *others = Thread("en", line, hours=(6, 11)), *(Thread(f"{number}", line) for number in range(4))
    deck, rng = Deck([morning, *others]), Random(1)

    drawn = [deck.draw(rng, hour=20) for _ in range(40)]
    assert all(before is not after for before, after in pairwise(drawn))
    assert set(Counter(drawn).values()) == {10}
    assert morning not in drawn
    assert morning in [deck.draw(rng, hour=8) for _ in range(6)]
    assert Deck([morning]).draw(rng, hour=20) is None


def test_people_talk_in_their_waking_hours() -> None:
    since = UNTIL - timedelta(weeks=8)
    moments = list(rhythm.starts(Random(1), "work", 3, since=since, until=UNTIL))
    assert moments == sorted(moments)
    assert since <= moments[0]
    assert moments[-1] < UNTIL
    local = [moment.astimezone(rhythm.PLACE) for moment in moments]
    assert all(8 <= moment.hour < 20 for moment in local)
    assert sum(moment.weekday() >= rhythm.WEEKEND for moment in local) < len(local) / 10
