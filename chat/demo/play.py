"""Make conversations from threads: choose the next thread, cast its parts, choose its words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from accounts.models import User
from chat.demo import rhythm
from chat.demo.script import Line, Part, Scene, Script, Thread
from chat.services.importing.history import PastMessage, PastReaction

# Pinned messages of a room: the newest ones.
PINS = 3
PLACEHOLDER = re.compile(r"\{(@?[a-z_]+)\}")


class Deck:
    """Deal out a room's threads. No thread returns before all others that fit the hour were drawn, and none is drawn
    twice in a row."""

    def __init__(self, threads: Sequence[Thread]) -> None:
        self._threads = threads
        self._waiting: list[Thread] = []
        self._last: Thread | None = None

    def draw(self, rng: Random, hour: int) -> Thread | None:
        """A thread for this hour of the day; None when no thread fits."""
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
    """One room while its conversations are made."""

    def __init__(self, script: Script, scene: Scene, cast: Mapping[str, User], rng: Random) -> None:
        self.script, self.scene, self.cast, self.rng = script, scene, cast, rng
        self.people = [person for person in script.people if person.username in cast]
        self.owner = next(iter(cast.values()))

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
        """The people who speak the thread's language; nobody when they are too few for its parts."""
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
        """The replacements of a thread's placeholders, used from its first line to its last."""
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
            thread=None if line.beside is None else offset + line.beside,
            edited_at=later if line.fate == "*" else None,
            earlier_text=_slip(self.rng, text) if line.fate == "*" else "",
            deleted_at=later if line.fate == "-" else None,
            reactions=self._reactions(line, author, at),
            pinned_at=later if line.fate == "!" else None,
            pinned_by=self.owner if line.fate == "!" else None,
            nonce=UUID(int=self.rng.getrandbits(128), version=4),
        )

    def _reactions(self, line: Line, author: User, at: datetime) -> list[PastReaction]:
        """Reactions of a few people for each emoji, within half an hour after the message."""
        others = [user for user in self.cast.values() if user != author]
        given = [
            PastReaction(emoji, user, at + timedelta(seconds=self.rng.randrange(5, 1800)))
            for emoji in line.emoji
            for user in self.rng.sample(others, min(self.rng.randint(1, 4), len(others)))
        ]
        return sorted(given, key=lambda reaction: reaction.at)


def _slip(rng: Random, text: str) -> str:
    """The text before it was edited: two letters are swapped."""
    place = rng.randrange(len(text) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _settled(messages: Sequence[PastMessage], until: datetime) -> list[PastMessage]:
    """The messages without changes after `until`. Only the newest PINS pins stay."""

    def past(time: datetime | None) -> datetime | None:
        return min(time, until) if time else None

    pinned = [message.nonce for message in messages if message.pinned_at][-PINS:]
    return [
        replace(
            message,
            edited_at=past(message.edited_at),
            deleted_at=past(message.deleted_at),
            reactions=[reaction for reaction in message.reactions if reaction.at <= until],
            pinned_at=past(message.pinned_at) if message.nonce in pinned else None,
            pinned_by=message.pinned_by if message.nonce in pinned else None,
        )
        for message in messages
    ]
