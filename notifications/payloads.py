"""The inbox and what people want to be told of, as the wire says them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from chat import payloads
from notifications import models
from notifications.deciding.quiet_hours import QuietHours


class InboxItem(Struct, frozen=True):
    """`kind`: `mention`, `direct`, `here`, `reply` or `keyword`."""

    id: int
    kind: str
    message: payloads.Message
    room: int
    at: datetime
    done: bool

    @classmethod
    def of(cls, item: models.InboxItem) -> "InboxItem":
        """The message with its author, and the membership, must be loaded."""
        message = payloads.Message.of(item.message)
        return cls(item.pk, item.kind, message, message.room, item.at, not item.is_undone)


class Unread(Struct, frozen=True):
    """How much of the whole inbox is not done, and of it in each room, by its id. `me`: the own rev of the inbox's last change."""

    unread: int
    rooms: dict[str, int]
    me: int

    @classmethod
    def of(cls, number: int, rooms: Mapping[int, int], own_rev: int) -> "Unread":
        return cls(number, {str(room): count for room, count in rooms.items()}, own_rev)


class Inbox(Struct, frozen=True):
    """`next`: the URL of the next page, or null. `unread`: how much of the whole inbox is not done."""

    results: list[InboxItem]
    next: str | None
    unread: int


class Quiet(Struct, frozen=True):
    """`start` and `end`: times of the wall clock, such as `22:00`. `days`: on which they start, 0 is Monday."""

    start: str
    end: str
    days: list[int]

    @classmethod
    def of(cls, hours: QuietHours) -> "Quiet":
        return cls(_clock(hours.start), _clock(hours.end), sorted(hours.days))


class Snooze(Struct, frozen=True):
    room: int
    until: datetime


class NotificationPreferences(Struct, frozen=True):
    """`mail`: how long something is left undone before a letter tells of it, `quarter` of an hour, `hour`, `day`, or `never`."""

    level: str
    muted_until: datetime | None
    undisturbed_until: datetime | None
    quiet: Quiet | None
    mail: str
    keywords: list[str]
    snoozed: list[Snooze]
    # Whether the site sends such letters.
    mails: bool

    @classmethod
    def of(
        cls, row: models.Preferences, keywords: Sequence[str], snoozes: Sequence[models.Snooze], *, mails: bool
    ) -> "NotificationPreferences":
        quiet = Quiet.of(row.quiet) if row.quiet else None
        snoozed = [Snooze(each.membership.room_id, each.until) for each in snoozes]
        return cls(row.level, row.muted_until, row.undisturbed_until, quiet, row.mail, list(keywords), snoozed, mails)


class Follow(Struct, frozen=True):
    """`thread`: the id of the message that began it. `level` is `all` for a thread that is followed."""

    thread: int
    room: int
    level: str
    muted_until: datetime | None

    @classmethod
    def of(cls, follow: models.Follow) -> "Follow":
        """`follow.thread` must be loaded."""
        return cls(follow.thread_id, follow.thread.room_id, follow.level, follow.muted_until)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
