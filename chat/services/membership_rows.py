"""Memberships of a locked room as they begin, change and end: the row, the room's numbers, and who is told."""

from collections.abc import Iterable, Sequence

from django.utils import timezone

from accounts.models import User
from chat import events
from chat.models import Membership, Room
from chat.services import rules
from chat.services.authority import Grant
from config.errors import Problem

Role = Membership.Role


def people(user_ids: Iterable[int]) -> list[User]:
    """Active users by id. Raises Problem `invalid` when one of them does not exist."""
    wanted = set(user_ids)
    found = list(User.objects.filter(pk__in=wanted, is_active=True).order_by("pk"))
    if len(found) != len(wanted):
        raise Problem("invalid", fields={"users": ["does_not_exist"]})
    return found


def current(room: Room, user_id: int) -> Membership | None:
    return room.memberships.filter(user_id=user_id, left_at=None).select_related("user").first()


def enter(
    room: Room, users: Sequence[User], *, role: str = Role.MEMBER, added_by: User | None = None
) -> list[Membership]:
    """Make users members; a returning one keeps the read marker, not the role."""
    known = {
        membership.user_id: membership for membership in room.memberships.filter(user__in=users).select_related("user")
    }
    memberships = []
    for user in users:
        membership = known.get(user.pk) or Membership(
            room=room, user=user, left_at=timezone.now(), last_read_seq=room.last_seq
        )
        memberships.append(membership)
        if membership.is_current:
            continue
        membership.role, membership.joined_at, membership.left_at = role, timezone.now(), None
        membership.added_by = added_by if added_by != user else None
        membership.accepted = membership.added_by is None
        room.member_count += 1
        stamp(room, membership)
        events.membership_started(membership)
    return memberships


def expel(grant: Grant, membership: Membership) -> None:
    """Owners anybody, moderators members. Raises Problem `forbidden` or `last_owner`."""
    if membership.role != Role.MEMBER:
        grant.check(rules.REMOVE_MODERATOR)
        keep_an_owner(grant.room, membership)
    end(grant.room, membership)


def end(room: Room, membership: Membership) -> None:
    membership.left_at = timezone.now()
    room.member_count -= 1
    stamp(room, membership)
    events.membership_ended(membership)


def stamp(room: Room, membership: Membership) -> None:
    membership.rev = room.next_rev()
    membership.save()
    room.save(update_fields=["rev", "changed_at", "member_count"])
    events.member_changed(room, membership)


def keep_an_owner(room: Room, leaving: Membership) -> None:
    """Raises Problem `last_owner`."""
    others = room.memberships.filter(role=Role.OWNER, left_at=None).exclude(pk=leaving.pk)
    if leaving.is_owner and not others.exists():
        raise Problem("last_owner")
