"""What may be done in a room: one table, by role and by the state of the room.

docs/protocol.md shows it, and the web app's table (frontend/src/entities/rooms/permissions.ts) is held to the same.
"""

import math
from datetime import datetime
from typing import NamedTuple

from chat.models import Membership, Room
from config.errors import Problem

Role = Membership.Role
EVERYBODY = frozenset(Role)
MODERATORS = frozenset({Role.OWNER, Role.MODERATOR})
OWNERS = frozenset({Role.OWNER})


class Rule(NamedTuple):
    roles: frozenset[Role]
    direct: frozenset[Role] | None = None  # the roles in a direct room, where everybody is a member; None: nobody
    archived: bool = False  # also in an archived room
    closed: bool = True  # members also where only moderators post


SEND = EDIT = TYPE = Rule(EVERYBODY, direct=EVERYBODY, closed=False)
DELETE_OWN = Rule(EVERYBODY, direct=EVERYBODY, archived=True)
# What breaks a law or hurts somebody can be taken down, and people kept away, also where nothing else can be changed any more.
DELETE_OTHERS = Rule(MODERATORS, direct=MODERATORS, archived=True)
REACT = Rule(EVERYBODY, direct=EVERYBODY)
PIN = Rule(MODERATORS, direct=EVERYBODY)
SET_RULES = Rule(MODERATORS)  # the topic, who posts, slow mode
RENAME = Rule(OWNERS)
ARCHIVE = Rule(OWNERS, archived=True)
ADD_TO_PUBLIC = Rule(EVERYBODY)
ADD_TO_PRIVATE = Rule(MODERATORS)
REMOVE_MEMBER = BAN = Rule(MODERATORS, archived=True)
REMOVE_MODERATOR = Rule(OWNERS, archived=True)
CHANGE_ROLE = Rule(OWNERS)
INVITE = Rule(MODERATORS)
REVOKE_INVITATION = Rule(MODERATORS, archived=True)
LEAVE = Rule(EVERYBODY, archived=True)


def check(rule: Rule, room: Room, role: str) -> None:
    """Raises Problem `forbidden`, `room_archived` or `posting_closed`."""
    if room.is_direct and rule.direct is None:
        raise Problem("forbidden", "A direct room stays as it is: nobody comes in, leaves or changes it.")
    if role not in ((rule.direct if room.is_direct else rule.roles) or ()):
        raise Problem("forbidden")
    if not rule.archived:
        refuse_archived(room)
    if not rule.closed and role == Role.MEMBER and room.posting == Room.Posting.MODERATORS:
        raise Problem("posting_closed")


def refuse_archived(room: Room) -> None:
    if room.is_archived:
        raise Problem("room_archived")


def is_slow(room: Room | None) -> bool:
    return room is not None and room.slow_seconds > 0


def check_pace(room: Room, role: str, *, last_said: datetime | None, now: datetime) -> None:
    """`last_said` counts in slow rooms only. Raises Problem `slow_mode`."""
    if role == Role.MEMBER and is_slow(room) and last_said is not None:
        # After a clock was set back, their last message is in the future: that must not silence them until then.
        wait = room.slow_seconds - abs((now - last_said).total_seconds())
        if wait > 0:
            raise Problem("slow_mode", f"Slow mode: wait {math.ceil(wait)} seconds.", wait=wait)
