"""What marks and read markers that were acknowledged say of items."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lab.chaos.checks.history import Diary, Entry, Kept
from lab.chaos.inboxes.entries import Marked, Marking


@dataclass
class Marks:
    """One person's, who has one device that marks."""

    last: dict[int, tuple[bool, bool]] = field(default_factory=dict)
    """By item: whether the last mark is done, and whether it was acknowledged."""
    ever_undone: set[int] = field(default_factory=set)
    """Items that the person tried to mark as undone."""
    up_to: int = 0
    """Items up to this one may be done, also those that no list had."""
    read: dict[int, int] = field(default_factory=dict)
    """The furthest acknowledged read marker of each room."""

    def may_be_marked(self, item: int) -> bool:
        return item in self.last or item <= self.up_to


def marks_of(user: int, diaries: Sequence[Diary]) -> Marks:
    marks = Marks()
    for entry in _in_time(diary for diary in diaries if diary.user == user):
        match entry:
            case Marking(items=items, done=done, up_to=up_to):
                marks.up_to = max(marks.up_to, up_to)
                marks.last = {item: mark for item, mark in marks.last.items() if item > up_to}
                marks.last.update(dict.fromkeys(items, (done, False)))
                marks.ever_undone.update(() if done else items)
            case Marked(items=items, done=done):
                marks.last.update(dict.fromkeys(items, (done, True)))
            case Kept(room=room, field="last_read_seq", value=int(seq)):
                marks.read[room] = max(seq, marks.read.get(room, 0))
    return marks


def _in_time(diaries: Iterable[Diary]) -> list[Entry]:
    return sorted((entry for diary in diaries for entry in diary.entries), key=lambda entry: entry.at)
