"""Threads become conversations: parts are cast, words chosen, and every thread comes round again only after all the others."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from accounts.models import User
from chat.demo import rhythm
from chat.demo.script import Line, Part, Scene, Script, Thread
from chat.services.past import PastMessage

PLACEHOLDER = re.compile(r"\{(@?[a-z_]+)\}")


class Stage:
    """One room while its past is made up."""

    def __init__(self, script: Script, scene: Scene, cast: Mapping[str, User], rng: Random) -> None:
        self.script, self.scene, self.cast, self.rng = script, scene, cast, rng
        self.people = [person for person in script.people if person.username in cast]

    def play(self, *, since: datetime, until: datetime) -> list[PastMessage]:
        messages: list[PastMessage] = []
        threads = self._deck()
        for start in rhythm.starts(self.rng, self.scene.rhythm, self.scene.threads_a_day, since=since, until=until):
            begin = max(start, messages[-1].at + rhythm.PAUSE) if messages else start
            thread = self._thread(next(threads), begin, offset=len(messages))
            if thread[-1].at < until:
                messages += thread
        return _settled(messages, until)

    def _deck(self) -> Iterator[Thread]:
        """All threads that this cast can play, again and again in a new order, never one twice in a row."""
        playable = [
            thread for name in self.scene.threads for thread in self.script.threads[name] if self._speakers(thread)
        ]
        last = None
        while True:
            self.rng.shuffle(playable)
            if playable[0] is last:
                playable.append(playable.pop(0))
            yield from playable
            last = playable[-1]

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
