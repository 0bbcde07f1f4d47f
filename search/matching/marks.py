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
    if ":" in message.text or "." in message.text:
        marks += _marks_of_text(message.text)
    kept = ((REACTION, message.reactions), (PIN, message.pinned_at), (THREAD, message.replies))
    return [*marks, *(mark for mark, is_there in kept if is_there)]


def _marks_of_files(rows: list[list[Any]]) -> Iterator[str]:
    """`rows`: of files.payloads.row_of. An image is one that the site can show, as for a room's list of files."""
    yield FILE
    if any(row[2].startswith("image/") and row[5] is not None for row in rows):
        yield IMAGE


def _marks_of_text(text: str) -> Iterator[str]:
    if next(urls_in(text), None):
        yield LINK
