"""Threads become conversations: their turn comes, parts are cast, words are chosen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from accounts.models import User
from chat.demo import rhythm
from chat.demo.script import Line, Part, Scene, Script, Thread
from chat.services.past import PastMessage

PLACEHOLDER = re.compile(r"\{(@?[a-z_]+)\}")


class Deck:
    """Hands out a room's threads: none again before all others had their turn, as far as the hour allows, and never one twice in a row."""

    def __init__(self, threads: Sequence[Thread]) -> None:
        self._threads = threads
        self._waiting: list[Thread] = []
        self._last: Thread | None = None

    def draw(self, rng: Random, hour: int) -> Thread | None:
        """None when no thread is for this hour."""
        drawn = self._fitting(hour)
        if drawn is None:
            again = [thread for thread in self._threads if thread not in self._waiting]
            self._waiting += rng.sample(again, len(again))
            drawn = self._fitting(hour)
        if drawn is not None:
            self._waiting.remove(drawn)
            self._last = drawn
        return drawn

    def _fitting(self, hour: int) -> Thread | None:
        return next((thread for thread in self._waiting if thread.fits(hour) and thread is not self._last), None)


class Stage:
    """One room while its past is made up."""

    def __init__(self, script: Script, scene: Scene, cast: Mapping[str, User], rng: Random) -> None:
        self.script, self.scene, self.cast, self.rng = script, scene, cast, rng
        self.people = [person for person in script.people if person.username in cast]

    def play(self, *, since: datetime, until: datetime) -> list[PastMessage]:
        messages: list[PastMessage] = []
        deck = Deck(
            [thread for name in self.scene.threads for thread in self.script.threads[name] if self._speakers(thread)]
        )
        for start in rhythm.starts(self.rng, self.scene.rhythm, self.scene.threads_a_day, since=since, until=until):
            begin = max(start, messages[-1].at + rhythm.PAUSE) if messages else start
            thread = deck.draw(self.rng, begin.astimezone(rhythm.PLACE).hour)
            said = self._thread(thread, begin, offset=len(messages)) if thread else []
            if said and said[-1].at < until:
                messages += said
        return _settled(messages, until)

    def _speakers(self, thread: Thread) -> list[Part]:
        """Those who could be in it; nobody when they are too few."""
        able = [person for person in self.people if thread.language in person.called]
        return able if len(able) >= len(thread.parts) else []

    def _thread(self, thread: Thread, at: datetime, *, offset: int) -> list[PastMessage]:
        chosen = self.rng.sample(self._speakers(thread), len(thread.parts))
        parts = dict(zip(thread.parts, chosen, strict=True))
        words = self._words(thread, parts)
        messages = []
        for line in thread.lines:
            text = PLACEHOLDER.sub(lambda match: words.get(match[1], match[0]), self.rng.choice(line.wordings))
            at += rhythm.thinking(self.rng, text)
            messages.append(self._message(line, self.cast[parts[line.part].username], text, at, offset))
        return messages

    def _words(self, thread: Thread, parts: Mapping[str, Part]) -> dict[str, str]:
        """What the placeholders of one thread stand for, from its first line to its last."""
        words = {name: self.rng.choice(choices) for name, choices in self.script.words[thread.language].items()}
        for letter, person in parts.items():
            words[letter] = person.called[thread.language]
            words[f"@{letter}"] = f"@{person.username}"
        return words

    def _message(self, line: Line, author: User, text: str, at: datetime, offset: int) -> PastMessage:
        later = at + timedelta(seconds=self.rng.randrange(20, 240))
        return PastMessage(
            author=author,
            text=text,
            at=at,
            reply_to=None if line.reply is None else offset + line.reply,
            edited_at=later if line.fate == "*" else None,
            deleted_at=later if line.fate == "-" else None,
            nonce=UUID(int=self.rng.getrandbits(128), version=4),
        )


def _settled(messages: Sequence[PastMessage], until: datetime) -> list[PastMessage]:
    """Nothing was edited or deleted in the future."""

    def past(time: datetime | None) -> datetime | None:
        return min(time, until) if time else None

    return [
        replace(message, edited_at=past(message.edited_at), deleted_at=past(message.deleted_at)) for message in messages
    ]
