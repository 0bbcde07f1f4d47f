"""Change many memberships at once, of any rooms, with a few statements for all. For administrators; each function has
the effect of the service for one membership, and changes all or none."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from chat import events, signals
from chat.models import Ban, Membership, Room
from chat.services import rules
from chat.services.authority import Administrator, Grant
from chat.services.authority_of_many import (
    banned,
    lock_memberships,
    lock_rooms,
    present_bans,
    rooms_with_owners_beside,
)
from chat.services.personal import own_revs
from chat.services.rooms import invitations_made
from chat.services.rooms.membership_rows import told_again
from core.audit.recording import NewAct, record_all
from core.db.rows import Rows
from core.jobs import clock
from core.problems import Problem

Role = Membership.Role
Memberships = Sequence[Membership]

_changed = Rows("changed", Membership, ("id", "rev", "role", "standing_rev"))
_numbers = Rows("numbered", Room, ("id", "rev", "member_count"))


@transaction.atomic
def remove(*, by: Administrator, memberships: Iterable[Membership]) -> Memberships:
    """Remove members; for former members nothing changes. The memberships that ended. Raises Problem `not_found`,
    `forbidden` for a direct room, or `last_owner`."""
    grants, found = _locked(by, memberships, rules.REMOVE_MEMBER)
    ended = _end(grants, found)
    invitations_made.end(by=by.user, of=_of(grants, ended))
    record_all(NewAct("chat.member_removed", by.user, on=row.user, room=grants[row.room_id].room) for row in ended)
    return ended


@transaction.atomic
def ban(*, by: Administrator, memberships: Iterable[Membership], reason: str = "") -> list[Ban]:
    """Remove members and ban them. The new bans. Raises Problem as `remove` does."""
    grants, found = _locked(by, memberships, rules.BAN)
    if mine := next((row for row in found if row.user_id == by.user.pk), None):
        raise Problem("forbidden", "Nobody bans themselves.", about=mine)
    known = banned(found)
    new = [row for row in found if (row.room_id, row.user_id) not in known]
    _end(grants, new)
    invitations_made.end(by=by.user, of=_of(grants, new))
    events.memberships_ended(told_again(row for row in found if row not in new))
    bans = Ban.objects.bulk_create(
        Ban(room=grants[row.room_id].room, user=row.user, banned_by=by.user, reason=reason.strip()) for row in new
    )
    record_all(NewAct("chat.banned", by.user, on=ban.user, room=ban.room, reason=ban.reason) for ban in bans)
    return bans


@transaction.atomic
def lift(*, by: Administrator, bans: Iterable[Ban]) -> Sequence[Ban]:
    """Lift bans. Those that were still there. Raises Problem `not_found` or `forbidden`."""
    rows = list(bans)
    grants = lock_rooms(by, {row.room_id for row in rows}, rules.BAN)
    found = present_bans(grants, rows)
    Ban.objects.filter(pk__in=[ban.pk for ban in found]).delete()
    record_all(NewAct("chat.ban_lifted", by.user, on=ban.user, room=grants[ban.room_id].room) for ban in found)
    return found


@transaction.atomic
def change_role(*, by: Administrator, memberships: Iterable[Membership], role: str) -> Memberships:
    """Give current members this role. The memberships that changed. Raises Problem as `remove` does, and
    `room_archived`."""
    grants, found = _locked(by, memberships, rules.CHANGE_ROLE)
    changed = [row for row in found if row.is_current and row.role != role]
    if role != Role.OWNER:
        _keep_owners(changed)
    before = {row.pk: row.role for row in changed}
    for row in changed:
        row.role = role
        row.rev = grants[row.room_id].room.next_rev()
    _store(grants, changed)
    _signal(grants, changed)
    events.members_changed((grants[row.room_id].room, row) for row in changed)
    record_all(
        NewAct(
            "chat.role_changed",
            by.user,
            on=row.user,
            room=grants[row.room_id].room,
            details={"from": before[row.pk], "to": role},
        )
        for row in changed
    )
    return changed


def _of(grants: dict[int, Grant], rows: Iterable[Membership]) -> list[tuple[Room, User]]:
    return [(grants[row.room_id].room, row.user) for row in rows]


def _locked(
    by: Administrator, memberships: Iterable[Membership], rule: rules.Rule
) -> tuple[dict[int, Grant], list[Membership]]:
    rows = list(memberships)
    grants = lock_rooms(by, {row.room_id for row in rows}, rule)
    return grants, lock_memberships(grants, rows)


def _end(grants: dict[int, Grant], found: Collection[Membership]) -> list[Membership]:
    ending = [row for row in found if row.is_current]
    _keep_owners(ending)
    now = timezone.now()
    ended = []
    for row, own_rev in zip(ending, own_revs.next_of_each([row.user_id for row in ending]), strict=True):
        room = grants[row.room_id].room
        row.left_at, row.standing_rev = now, own_rev
        room.member_count -= 1
        row.rev = room.next_rev()
        # The frame has the count of members at this end, not at the last.
        ended.append(events.end_of(room, row))
    _store(grants, ending, ended=True)
    _signal(grants, ending)
    events.memberships_ended([*ended, *told_again(row for row in found if row not in ending)])
    return ending


def _keep_owners(leaving: Collection[Membership]) -> None:
    """Raises Problem `last_owner`."""
    kept = rooms_with_owners_beside(leaving)
    for row in leaving:
        if row.is_owner and row.room_id not in kept:
            raise Problem("last_owner", about=row)


def _store(grants: dict[int, Grant], rows: Collection[Membership], *, ended: bool = False) -> None:
    if not rows:
        return
    # The database's clock: workers that missed the event ask for memberships that ended lately.
    left_at = f", left_at = {clock.now()}" if ended else ""
    _update(
        _changed,
        [(row.pk, row.rev, row.role, row.standing_rev) for row in rows],
        f"UPDATE chat_membership SET rev = changed.rev, role = changed.role, standing_rev = changed.standing_rev{left_at}"  # noqa: S608 (names)
        " FROM changed WHERE chat_membership.id = changed.id",
    )
    rooms = [grants[room_id].room for room_id in {row.room_id for row in rows}]
    _update(
        _numbers,
        [(room.pk, room.rev, room.member_count) for room in rooms],
        f"UPDATE chat_room SET rev = numbered.rev, member_count = numbered.member_count, changed_at = {clock.now()}"  # noqa: S608 (names)
        " FROM numbered WHERE chat_room.id = numbered.id",
    )


def _update(rows: Rows, values: Sequence[Sequence[object]], statement: str) -> None:
    given, parameters = rows.given(values)
    with connection.cursor() as cursor:
        cursor.execute(f"{given} {statement}", parameters)


def _signal(grants: dict[int, Grant], rows: Iterable[Membership]) -> None:
    by_room: dict[int, list[Membership]] = defaultdict(list)
    for row in rows:
        by_room[row.room_id].append(row)
    for room_id, changed in by_room.items():
        signals.membership_changed.send(Membership, room=grants[room_id].room, memberships=changed)
