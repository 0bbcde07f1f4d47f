"""A message as the index holds it: RECORD, time, marks, TEXT, folded text, NAMES, folded file names with NAMES between
them.

The time is that of sending, in microseconds since 1970, hexadecimal. Marks are what filters ask for: `a12` (author),
`m12` (mentions person 12), `m*` (mentions everybody), `link`, `file`, `image`, `reaction`, `pin`, `thread`. There is a
space before and after each mark. The separators are control characters, which no folded text has: it has one space for
each white space, and for Python these are white space.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from chat.models import Message
from core.text.search_fold import search_folds
from search.matching.marks import marks_of
from search.matching.signatures import Signature
from search.matching.terms import add_marks, add_text

RECORD, TEXT, NAMES = "\x1e", "\x1f", "\x1d"
CHARACTERS_TOGETHER = 50_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Segment(NamedTuple):
    """A segment that was read. `sent_us`: microseconds since 1970. `marks` has spaces around each. `body` is the folded
    text, NAMES and the folded file names: a word is found in it where it is in the text or in a name."""

    sent_us: int
    marks: str
    body: str

    @property
    def text(self) -> str:
        """The folded text alone."""
        return self.body.partition(NAMES)[0]

    @property
    def sent_at(self) -> datetime:
        return EPOCH + self.sent_us * MICROSECOND

    def has(self, mark: str) -> bool:
        return f" {mark} " in self.marks


class Indexed(NamedTuple):
    """What a chunk keeps of its messages."""

    text: str
    signature: bytes


def indexed(messages: Sequence[Message | None]) -> Indexed:
    """A chunk's text and signature; None stands for a seq without a message."""
    pieces, signature, marks = list[str](), Signature(), set[str]()
    for group in _groups(messages):
        parts = _parts(group)
        pieces += [RECORD + segment for segment in _segments(group, parts)]
        add_text(signature, NAMES.join([part.body for part in parts]))
        marks.update(" ".join([part.marks for part in parts]).split())
    add_marks(signature, marks)
    return Indexed("".join(pieces), signature.packed())


def _groups(messages: Sequence[Message | None]) -> Iterator[Sequence[Message | None]]:
    """Runs of messages that are worked on together. Usually it is one; of the longest texts there are many, because
    each step copies what it works on."""
    first = characters = 0
    for end, message in enumerate(messages):
        characters += len(message.text) if message else 0
        if characters > CHARACTERS_TOGETHER:
            yield messages[first : end + 1]
            first, characters = end + 1, 0
    yield messages[first:]


def segments_of(messages: Sequence[Message | None]) -> list[str]:
    """The segments of messages, without RECORD; empty for a deleted message and for None."""
    return _segments(messages, _parts(messages))


def segments_in(text: str) -> list[str]:
    """The segments of a chunk's text, in the order of their seqs."""
    return text.split(RECORD)[1:]


def read(segment: str) -> Segment | None:
    """None for an empty segment."""
    if not segment:
        return None
    head, body = segment.split(TEXT)
    sent, _, marks = head.partition(" ")
    return Segment(int(sent, 16), f" {marks}", body)


def microseconds(at: datetime) -> int:
    """Since 1970."""
    return (at - EPOCH) // MICROSECOND


class _Part(NamedTuple):
    """Of a message that is there."""

    sent_us: int
    marks: str
    body: str


def _parts(messages: Sequence[Message | None]) -> list[_Part]:
    """The texts are folded in one call, which takes a fraction of the time of many."""
    kept = [message for message in messages if message and message.deleted_at is None]
    texts = search_folds([message.text for message in kept])
    return [
        _Part(microseconds(message.created_at), " ".join(marks_of(message)), f"{text}{NAMES}{_names(message)}")
        for text, message in zip(texts, kept, strict=True)
    ]


def _segments(messages: Sequence[Message | None], parts: Sequence[_Part]) -> list[str]:
    segments = iter([f"{part.sent_us:x} {part.marks} {TEXT}{part.body}" for part in parts])
    return [next(segments) if message and message.deleted_at is None else "" for message in messages]


def _names(message: Message) -> str:
    return NAMES.join(search_folds([row[1] for row in message.files])) if message.files else ""
