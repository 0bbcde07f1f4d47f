"""Read from the database what inboxes are made of, without the site's code."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from lab.chaos.world.database import connect

POSTS = """
    SELECT id, room_id, author_id, nonce::text, seq, text, deleted_at IS NOT NULL, thread_id,
        coalesce(mentions, '[]'), mentions_here
    FROM chat_message WHERE room_id = ANY(%s)
"""
ITEMS = """
    SELECT item.id, item.user_id, item.message_id, item.kind, item.is_done, item.undone_at_read_rev
    FROM notifications_inboxitem AS item JOIN chat_message AS message ON message.id = item.message_id
    WHERE message.room_id = ANY(%s)
"""
MARKERS = "SELECT user_id, room_id, last_read_seq, read_rev FROM chat_membership WHERE left_at IS NULL"
NAMES = "SELECT username, id FROM accounts_user"
DIRECT = "SELECT id FROM chat_room WHERE kind = 'direct'"
# Whom nobody has told yet, and what was given up.
WAITING = """
    SELECT count(*) FILTER (WHERE given_up_at IS NULL), count(*) FILTER (WHERE given_up_at IS NOT NULL) FROM (
        SELECT given_up_at FROM notifications_batch UNION ALL
        SELECT given_up_at FROM notifications_crowd WHERE is_waiting AND after IS NOT NULL
    ) AS untold
"""


@dataclass(frozen=True)
class Post:
    """A message, as far as inboxes depend on it."""

    id: int
    room: int
    author: int
    nonce: str
    seq: int
    text: str
    deleted: bool = False
    thread: int | None = None
    """The id of the message that began its thread."""
    mentions: Collection[int] = ()
    mentions_here: bool = False


@dataclass(frozen=True)
class Item:
    id: int
    user: int
    message: int
    kind: str
    is_done: bool = False
    undone_at: int | None = None
    """How often the read marker had moved when it was marked as undone."""


@dataclass(frozen=True)
class Marker:
    """The read marker of a member."""

    seq: int = 0
    rev: int = 0


@dataclass(frozen=True)
class Stored:
    posts: Mapping[int, Post]
    """By id."""
    items: Sequence[Item]
    markers: Mapping[tuple[int, int], Marker]
    """By user and room; of members alone."""
    names: Mapping[str, int]
    """The users, by the names that call them."""
    direct: Collection[int] = field(default_factory=frozenset)
    """The direct rooms."""


def read(url: str, known: Collection[int]) -> Stored:
    """Read what there is of these rooms."""
    rooms = [list(known)]
    with connect(url) as connection:
        posts = [Post(*columns) for columns in connection.execute(POSTS, rooms)]
        items = [Item(*columns) for columns in connection.execute(ITEMS, rooms)]
        markers = {(user, room): Marker(seq, rev) for user, room, seq, rev in connection.execute(MARKERS)}
        direct = frozenset(room for (room,) in connection.execute(DIRECT))
        return Stored(
            {post.id: post for post in posts}, items, markers, dict(connection.execute(NAMES).fetchall()), direct
        )


def untold(url: str) -> tuple[int, int]:
    """How many batches and crowds wait, and how many were given up."""
    with connect(url) as connection:
        waiting, given_up = connection.execute(WAITING).fetchone() or (0, 0)
        return waiting, given_up
