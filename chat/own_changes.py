"""Events for the consumer of each of a person's sockets, about changes that concern this person alone. The rows were
just written, or read back.

`me` is the own rev of the change.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import msgspec

from accounts.models import User
from accounts.payloads import User as UserPayload
from chat import payloads, protocol
from chat.models import Draft, Membership, Section
from core.app_contents import named

Event = dict[str, Any]
# The changes of people after these own revs, by person, which `of_other_app` makes.
Reader = Callable[[Mapping[int, int]], Iterable[tuple[int, Event]]]


def started(membership: Membership) -> Event:
    return {"type": "membership.started", "room": membership.room_id, "me": membership.standing_rev}


def ended(membership: Membership) -> Event:
    return {"type": "membership.ended", "room": membership.room_id, "me": membership.standing_rev}


def read(membership: Membership) -> Event:
    return _frame(protocol.Read.of(membership, membership.marker_rev), membership.marker_rev)


def preferred(membership: Membership) -> Event:
    return _frame(protocol.RoomMine.of(membership), membership.preferences_rev)


def drafted(draft: Draft) -> Event:
    frame = protocol.DraftChanged(draft.room_id, draft.thread_id, draft.text, draft.at, draft.rev, me=draft.rev)
    return _frame(frame, draft.rev)


def sectioned(sections: Iterable[Section], me: int) -> Event:
    frame = protocol.SectionsChanged(payloads.Sections.of(sections).sections, me)
    return {"type": "list.frame", "frame": protocol.encode(frame).decode(), "me": me}


def renamed(user: User, me: int) -> Event:
    return {"type": "user.changed", "user": msgspec.to_builtins(UserPayload.of(user)), "me": me}


def of_other_app(frame: msgspec.Struct, me: int, room_id: int | None = None) -> Event:
    """A frame of another app about the person's own state. `room_id`: only sockets that carry the room get it."""
    event = {"frame": msgspec.json.encode(frame).decode(), "me": me}
    return {"type": "own.frame", **event} if room_id is None else {"type": "frame", "room": room_id, **event}


@cache
def readers() -> tuple[Reader, ...]:
    """Of all apps that keep own state of people; see core/app_contents.py."""
    return tuple(named("own_changes"))


def of_membership(membership: Membership, after: int) -> list[Event]:
    """Events of the membership's changes after this own rev, as far as they are still known. `read_back` says that
    an earlier change may be missing."""
    events = []
    if membership.standing_rev > after:
        events.append((started if membership.is_current else ended)(membership) | {"read_back": True})
    if membership.is_current and membership.marker_rev > after:
        events.append(read(membership))
    if membership.is_current and membership.preferences_rev > after:
        events.append(preferred(membership))
    return events


def _frame(frame: protocol.Read | protocol.RoomMine | protocol.DraftChanged, me: int) -> Event:
    """A frame for the person's sockets that carry the room."""
    return {"type": "frame", "room": frame.room, "frame": protocol.encode(frame).decode(), "me": me}
