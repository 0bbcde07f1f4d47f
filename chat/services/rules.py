"""Who may do what in a room, by role and by the room's state. chat/gates decides who may write.

docs/protocol.md shows both tables. A test holds the web app's table (frontend/src/entities/rooms/permissions.ts) to
this one.
"""

from typing import NamedTuple

from chat.gates import archived
from chat.models import Membership, Room
from core.problems import Problem

Role = Membership.Role
EVERYBODY = frozenset(Role)
MODERATORS = frozenset({Role.OWNER, Role.MODERATOR})
OWNERS = frozenset({Role.OWNER})


class Rule(NamedTuple):
    roles: frozenset[Role]
    direct: frozenset[Role] | None = None  # the roles in a direct room, where everybody is a member; None: no role
    archived: bool = False  # whether the rule also holds in an archived room


DELETE_OWN = Rule(EVERYBODY, direct=EVERYBODY, archived=True)
# Illegal or hurtful messages can be deleted, and people kept out, also in an archived room.
DELETE_OTHERS = RESTORE = Rule(MODERATORS, direct=MODERATORS, archived=True)
REACT = Rule(EVERYBODY, direct=EVERYBODY)
PIN = Rule(MODERATORS, direct=EVERYBODY)
SET_RULES = Rule(MODERATORS)  # the topic, posting and slow mode
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
    """Raises Problem `forbidden` or `room_archived`."""
    if room.is_direct and rule.direct is None:
        raise Problem("forbidden", "A direct room stays as it is: nobody comes in, leaves or changes it.")
    if role not in ((rule.direct if room.is_direct else rule.roles) or ()):
        raise Problem("forbidden")
    if not rule.archived:
        archived.refuse(room)
