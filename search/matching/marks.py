"""Marks of a message: what filters ask for."""

from collections.abc import Iterator
from typing import Any

from chat.bare_urls import urls_in
from chat.models import Message

FILE, IMAGE, LINK, REACTION, PIN, THREAD = "file", "image", "link", "reaction", "pin", "thread"
# What `has:` takes.
CONTENT = (FILE, IMAGE, LINK, REACTION, PIN, THREAD)
EVERYBODY = "m*"


def by(author_id: int) -> str:
    return f"a{author_id}"


def mentioning(user_id: int) -> str:
    return f"m{user_id}"


def marks_of(message: Message) -> list[str]:
    """`thread` marks the message that began one."""
    marks = [by(message.author_id)]
    if message.mentions:
        marks += map(mentioning, message.mentions)
    if message.mentions_here:
        marks.append(EVERYBODY)
    if message.files:
        marks += _marks_of_files(message.files)
    if _has_link(message.text):
        marks.append(LINK)
    if message.reactions:
        marks.append(REACTION)
    if message.pinned_at:
        marks.append(PIN)
    if message.replies:
        marks.append(THREAD)
    return marks


def _marks_of_files(rows: list[list[Any]]) -> Iterator[str]:
    """`rows`: of files.payloads.row_of. An image is one that the site can show, as for a room's list of files."""
    yield FILE
    if any(row[2].startswith("image/") and row[5] is not None for row in rows):
        yield IMAGE


def _has_link(text: str) -> bool:
    """What begins no URL is looked for first: most texts have none, and each message is asked."""
    if "://" not in text and ("." not in text or "www." not in text.lower()):
        return False
    return next(urls_in(text), None) is not None
