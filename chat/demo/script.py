"""The demo's texts: people, rooms, and short threads of dialogue, read from the TOML files beside this module.

A line of a thread is `a: text`. The letter is a part that a person of the room plays. `b>2:` quotes the second line.
`b^1:` replies in the first line's thread. `a*:` was edited later, `a-:` was deleted, `a!:` was pinned. `a[🍵 🔥]:` got
reactions. `||` separates wordings, of which one is chosen. `{word}` is replaced from words.toml, `{a}` by the name of
the person who plays part a, `{@a}` by a mention of that person.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LANGUAGES = ("en", "ja")
LINE = re.compile(
    r"(?P<part>[a-f])(?:\^(?P<beside>\d+))?(?:>(?P<reply>\d+))?(?P<fate>[*!-])?(?:\[(?P<emoji>[^\]]+)\])?: (?P<text>.+)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Line:
    part: str
    reply: int | None  # the index of an earlier line
    fate: str  # "*" edited, "-" deleted, "!" pinned, or ""
    wordings: tuple[str, ...]
    beside: int | None = None  # the index of the line whose thread it is in
    emoji: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> "Line":
        match = LINE.fullmatch(text)
        if match is None:
            raise ValueError(f"not a line of dialogue: {text!r}")
        wordings = tuple(wording.strip() for wording in match["text"].split("||"))
        reply, beside = (int(match[name]) - 1 if match[name] else None for name in ("reply", "beside"))
        emoji = tuple((match["emoji"] or "").split())
        return cls(match["part"], reply, match["fate"] or "", wordings, beside, emoji)


@dataclass(frozen=True)
class Thread:
    language: str
    lines: tuple[Line, ...]
    hours: tuple[int, int] = (0, 24)  # hours of the day at which the thread can begin

    def fits(self, hour: int) -> bool:
        return self.hours[0] <= hour < self.hours[1]

    @property
    def parts(self) -> list[str]:
        return sorted({line.part for line in self.lines})


@dataclass(frozen=True)
class Part:
    """A person of the cast. `called` has the name that others call them, by language; its keys are the languages
    that they speak."""

    username: str
    display_name: str
    called: dict[str, str]
    status: tuple[str, str] = ("", "")  # an emoji and a text
    role: str = ""  # shown in the table of sign-ins; people without a role are not listed


@dataclass(frozen=True)
class Scene:
    """A room. `threads`: names of files. `cast`: user names in the order in which they joined, the owner first."""

    name: str
    topic: str
    kind: str
    rhythm: str
    threads: tuple[str, ...]
    threads_a_day: float
    cast: tuple[str, ...] = ()  # empty: everybody
    moderators: tuple[str, ...] = ()
    unread: int = 0  # unread messages of the person whom the visitor signs in as
    favourite: bool = False  # whether that person has the room as a favourite
    archived_days_ago: int | None = None
    is_default: bool = False  # whether people who join the site enter it


@dataclass(frozen=True)
class Script:
    people: tuple[Part, ...]
    scenes: tuple[Scene, ...]
    words: dict[str, dict[str, list[str]]]
    threads: dict[str, tuple[Thread, ...]]  # by the name of their file, with the threads of both languages


def read() -> Script:
    names = sorted(path.stem for path in (HERE / "threads" / "en").glob("*.toml"))
    return Script(
        people=tuple(Part(**_tuples(person)) for person in _toml("people")["person"]),
        scenes=tuple(Scene(**_tuples(room)) for room in _toml("rooms")["room"]),
        words=_toml("words"),
        threads={
            name: tuple(thread for language in LANGUAGES for thread in _threads(language, name)) for name in names
        },
    )


def _threads(language: str, name: str) -> list[Thread]:
    threads = _toml(f"threads/{language}/{name}")["thread"]
    return [
        Thread(language, **_tuples({**thread, "lines": [Line.read(line) for line in thread["lines"]]}))
        for thread in threads
    ]


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
