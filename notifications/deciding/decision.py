"""What somebody is told of a message, and how. One function decides for the inbox, for pushes and for mail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from notifications.deciding.levels import Level
from notifications.deciding.quiet_hours import QuietHours, is_quiet

Kind = Literal["mention", "direct", "here", "reply", "keyword", "message"]
KINDS: tuple[Kind, ...] = ("mention", "direct", "here", "reply", "keyword", "message")


class Facts(NamedTuple):
    """What concerns one person in one message. The person is in the room and active, the message is not deleted."""

    is_own: bool = False
    is_hidden: bool = False  # the author, by the person
    is_direct: bool = False
    is_mentioned: bool = False
    is_here: bool = False
    is_in_thread: bool = False
    has_keyword: bool = False


class ThreadWish(NamedTuple):
    """Of somebody who follows a thread, or has said something else of it."""

    level: Level = Level.ALL
    muted_until: datetime | None = None


class Wishes(NamedTuple):
    """What the person wants. `is_muted` and `room`: of the membership; `snoozed_until` ends a room's mute."""

    site: Level = Level.ALL
    site_muted_until: datetime | None = None
    room: Level = Level.ALL
    is_muted: bool = False
    snoozed_until: datetime | None = None
    thread: ThreadWish | None = None
    undisturbed_until: datetime | None = None
    quiet: QuietHours | None = None
    time_zone: str = ""


class Decision(NamedTuple):
    """`disturbs`: also by a push. `is_kept`: in the inbox, and by mail where it stays unread."""

    kind: Kind
    is_kept: bool
    disturbs: bool


def decide(facts: Facts, wishes: Wishes, now: datetime) -> Decision | None:
    """None: the person is told nothing.

    Of the site and the room the lower level counts. What is written in a direct room is addressed to the person as a mention is: for that
    the level of the room alone counts. A thread that is followed goes beyond both, unless one of them is muted or says "nothing". Quiet
    hours keep pushes back and lose nothing.
    """
    kind = None if facts.is_own or facts.is_hidden or _is_silenced(facts, wishes, now) else _kind(facts, wishes)
    if kind is None:
        return None
    disturbs = not (_lies_ahead(wishes.undisturbed_until, now) or is_quiet(wishes.quiet, now, wishes.time_zone))
    is_kept = kind != "message"
    return Decision(kind, is_kept, disturbs) if is_kept or disturbs else None


def _is_silenced(facts: Facts, wishes: Wishes, now: datetime) -> bool:
    if Level.NOTHING in (wishes.site, wishes.room) or _lies_ahead(wishes.site_muted_until, now):
        return True
    if wishes.is_muted and (wishes.snoozed_until is None or _lies_ahead(wishes.snoozed_until, now)):
        return True
    thread = wishes.thread if facts.is_in_thread else None
    return thread is not None and (thread.level == Level.NOTHING or _lies_ahead(thread.muted_until, now))


def _kind(facts: Facts, wishes: Wishes) -> Kind | None:
    level = min(wishes.site, wishes.room)
    follows = facts.is_in_thread and wishes.thread is not None and wishes.thread.level == Level.ALL
    reasons: Mapping[Kind, bool] = {
        "mention": facts.is_mentioned,
        "direct": facts.is_direct and wishes.room == Level.ALL,
        "here": facts.is_here,
        "reply": follows,
        "keyword": facts.has_keyword,
        "message": level == Level.ALL and not facts.is_in_thread,
    }
    return next((kind for kind in KINDS if reasons[kind]), None)


def _lies_ahead(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment > now
