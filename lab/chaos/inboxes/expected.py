"""What messages say must be in inboxes."""

from collections.abc import Iterator, Sequence

from lab.chaos.checks.history import Changing, Diary, Ending, Entering
from lab.chaos.inboxes.entries import Wishing
from lab.chaos.inboxes.names import HERE, names_in
from lab.chaos.inboxes.stored import Item, Marker, Post, Stored


class Attention:
    """Of whom one knows for sure that they were in a room all the time and wanted to be told of it."""

    def __init__(self, diaries: Sequence[Diary], stored: Stored) -> None:
        self._away = {
            (entry.user, entry.room)
            for diary in diaries
            for entry in diary.entries
            if isinstance(entry, Entering | Ending)
        }
        self._deaf = {
            (diary.user, entry.room)
            for diary in diaries
            for entry in diary.entries
            if isinstance(entry, Wishing) and _silences(entry, is_direct=entry.room in stored.direct)
        }
        self._members = stored.markers.keys()

    def stays(self, user: int, room: int) -> bool:
        return (user, room) in self._members and (user, room) not in self._away

    def listens(self, user: int, room: int) -> bool:
        return self.stays(user, room) and (user, room) not in self._deaf


def _silences(entry: Wishing, *, is_direct: bool) -> bool:
    """In a direct room also the level of mentions leaves messages out."""
    if entry.field == "notify":
        return entry.value == "nothing" or (is_direct and entry.value != "all")
    return entry.field == "muted" and bool(entry.value)


def reasons(user: int, post: Post, stored: Stored) -> Iterator[str]:
    """The kinds that an item of this message may have, the first one first. A reply is surely told to who began the
    thread; others may have written in it."""
    if post.deleted or post.author == user:
        return
    names = names_in(post.text)
    if user in {stored.names.get(name) for name in names}:
        yield "mention"
    if post.room in stored.direct:
        yield "direct"
    if HERE in names:
        yield "here"
    if post.thread is not None:
        yield "reply"


def is_sure(user: int, post: Post, kind: str, stored: Stored) -> bool:
    """Whether somebody who listens must have been told."""
    if kind != "reply":
        return True
    root = stored.posts.get(post.thread or 0)
    return root is not None and root.author == user


def visible(user: int, stored: Stored) -> list[tuple[Item, Post]]:
    """The person's items that stand, the newest first."""
    mine = [(item, stored.posts[item.message]) for item in stored.items if item.user == user]
    return [
        (item, post)
        for item, post in sorted(mine, key=lambda pair: -pair[0].id)
        if item.kind
        and not post.deleted
        and (user, post.room) in stored.markers
        and (item.kind != HERE or post.mentions_here)
    ]


def is_undone(item: Item, post: Post, marker: Marker) -> bool:
    if item.undone_at is not None:
        return item.undone_at == marker.rev
    return not item.is_done and (post.thread is not None or post.seq > marker.seq)


def changes_of(diaries: Sequence[Diary]) -> dict[str, int]:
    """How often each message was changed, by nonce."""
    found: dict[str, int] = {}
    for diary in diaries:
        for entry in diary.entries:
            if isinstance(entry, Changing):
                found[entry.nonce] = found.get(entry.nonce, 0) + 1
    return found
