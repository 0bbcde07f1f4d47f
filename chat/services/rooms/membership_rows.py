"""Start, change and end memberships of a locked room: the row, the room's numbers, signals and events."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from chat import events, signals
from chat.models import Membership, Room
from chat.services import rules
from chat.services.authority import Grant
from chat.services.personal import drafts, own_revs
from core.db.rows import Rows
from core.problems import Problem

Role = Membership.Role

# Seconds after an end in which a repeated request publishes it again. Workers notice within a few seconds that another
# worker ended before it published, and read the end from the database.
TOLD_AGAIN_SECONDS = 20
# Of a room, and of a membership that starts again, what changes.
NUMBERS = ["rev", "changed_at", "member_count"]
_returning = Rows(
    "returning_member",
    Membership,
    ("id", "role", "joined_at", "left_at", "standing_rev", "added_by_id", "accepted", "rev"),
)


def people(user_ids: Iterable[int]) -> list[User]:
    """Active users by id. Raises Problem `invalid` when one of them does not exist."""
    wanted = set(user_ids)
    found = list(User.objects.filter(pk__in=wanted, is_active=True).order_by("pk"))
    if len(found) != len(wanted):
        raise Problem("invalid", fields={"users": ["does_not_exist"]})
    return found


def current(room: Room, user_id: int) -> Membership | None:
    """The person's current membership, locked; None without one."""
    return locked(room).filter(user_id=user_id, left_at=None).first()


def locked(room: Room) -> QuerySet[Membership]:
    """The room's memberships, to be locked. Members change their rows without the room's lock, and such changes must
    not be overwritten.

    A member locks the membership before the own state. Every call that locks both uses this order.
    """
    return room.memberships.select_for_update(of=("self",)).select_related("user")


def enter(
    room: Room, users: Sequence[User], *, owner: User | None = None, added_by: User | None = None
) -> list[Membership]:
    """Make all these users members. A returning member keeps the read marker, not the role.

    `owner`: of a new room. The first person in a room that everybody has left becomes its owner: otherwise it would have
    none. A direct room has none.
    """
    known = {membership.user_id: membership for membership in locked(room).filter(user__in=users).order_by("user")}
    revs = own_revs.next_revs(user.pk for user in users if user.pk not in known or not known[user.pk].is_current)
    now = timezone.now()
    memberships = [
        known.get(user.pk) or Membership(room=room, user=user, left_at=now, last_read_seq=room.last_seq)
        for user in users
    ]
    entering = [membership for membership in memberships if not membership.is_current]
    if entering and not room.member_count and not room.is_direct:
        owner = owner or entering[0].user
    starts = []
    for membership in entering:
        user = membership.user
        membership.role = Role.OWNER if user == owner else Role.MEMBER
        membership.joined_at, membership.left_at, membership.standing_rev = now, None, revs[user.pk]
        membership.added_by = added_by if added_by != user else None
        membership.accepted = membership.added_by is None
        room.member_count += 1
        membership.rev = room.next_rev()
        # The frame has the count of members at this start, not at the last.
        starts.append(events.start_of(room, membership))
    if entering:
        Membership.objects.bulk_create(membership for membership in entering if membership.pk is None)
        _returning.save(membership for membership in entering if membership.user_id in known)
        room.save(update_fields=NUMBERS)
        events.memberships_started(starts)
        signals.membership_changed.send(Membership, room=room, memberships=entering)
    drafts.tell_again(room.pk, revs.keys() & known.keys())
    return memberships


def expel(grant: Grant, membership: Membership) -> None:
    """Remove a member. Owners remove anybody, moderators remove members. Raises Problem `forbidden` or `last_owner`."""
    if membership.role != Role.MEMBER:
        grant.check(rules.REMOVE_MODERATOR)
        keep_an_owner(grant.room, membership)
    end(grant.room, membership)


def end(room: Room, membership: Membership) -> None:
    """End a locked membership."""
    # The database's clock: workers that missed the event ask for memberships that ended lately.
    membership.left_at = Now()
    membership.standing_rev = own_revs.next_rev(membership.user_id)
    room.member_count -= 1
    _number(room, membership)
    signals.membership_changed.send(Membership, room=room, memberships=[membership])
    events.memberships_ended([events.end_of(room, membership)])


def tell_end_again(room: Room, user_id: int) -> None:
    """Publish a recent end of a membership once more, for a request that finds it ended.

    The request that ended it may still be publishing, or its worker ended before it could. The answer to this request
    promises the same: the former member hears nothing of the room from then on.
    """
    recent = room.memberships.filter(left_at__gte=Now() - timedelta(seconds=TOLD_AGAIN_SECONDS))
    if membership := recent.select_related("user").filter(user=user_id).first():
        events.memberships_ended([events.end_of(room, membership)])


def told_again(memberships: Iterable[Membership]) -> list[events.Standing]:
    """As `tell_end_again`, for many former members at once: what is to be published."""
    ids = [membership.pk for membership in memberships]
    if not ids:
        return []
    recent = Membership.objects.filter(left_at__gte=Now() - timedelta(seconds=TOLD_AGAIN_SECONDS))
    ended = recent.select_related("user", "room").in_bulk(ids)
    return [events.end_of(membership.room, membership) for membership in ended.values()]


def stamp(room: Room, membership: Membership) -> None:
    """Store and publish a membership whose role changed."""
    _number(room, membership)
    signals.membership_changed.send(Membership, room=room, memberships=[membership])
    events.member_changed(room, membership)


def _number(room: Room, membership: Membership) -> None:
    membership.rev = room.next_rev()
    membership.save()
    room.save(update_fields=NUMBERS)


def keep_an_owner(room: Room, leaving: Membership) -> None:
    """Raises Problem `last_owner` when the room has no other active owner than `leaving`."""
    others = room.memberships.filter(role=Role.OWNER, left_at=None, user__is_active=True).exclude(pk=leaving.pk)
    if leaving.is_owner and not others.exists():
        raise Problem("last_owner")
