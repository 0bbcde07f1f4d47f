"""Every bulk action of the admin, and which rows of a large site it is run on.

Where a site made by SQL has no rows for an action, or too few, some are made ready. That is rolled back with the action
(turns.py), so a turn finds the same rows as the one before, and a site can be measured again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Invitation, RecoveryCode, SecondFactor, Session, User
from chat.models import Ban, KeptMessage, Membership, Message, Room, RoomInvitation
from chat.services.rooms import defaults
from core.jobs.models import Job
from files.models import File
from moderation.models import HeldMessage, Mute, Report, Rule, SiteBan

Rows = Sequence[Any]
LATER = timedelta(days=30)
MEASURING = "measuring"  # who runs the actions


@dataclass(frozen=True)
class Case:
    """An action on some rows."""

    rows: Callable[[int], Rows]  # the newest, this many of them
    sent: Mapping[str, str] = field(default_factory=dict)
    where: str = ""
    most: int = 1_000_000  # rows that a site can have

    def number(self, rows: int) -> int:
        return min(rows, self.most)


def of(found: QuerySet[Any], **ready: Any) -> Callable[[int], Rows]:
    """Rows of a query, with these values in them."""

    def choose(number: int) -> Rows:
        rows = list(found.all().order_by("-pk")[:number])  # a query keeps what it has read
        if ready:
            found.model._base_manager.filter(pk__in=[row.pk for row in rows]).update(**ready)
        return rows

    return choose


# The people of a direct room cannot be changed.
WITH_MEMBERS = (Room.Kind.PUBLIC, Room.Kind.PRIVATE)
# Who measures is in the default rooms, and may not ban or mute themselves.
MEMBERS = Membership.objects.filter(left_at=None, role=Membership.Role.MEMBER).exclude(user__username=MEASURING)
IN_LARGE, ELSEWHERE = MEMBERS.filter(room=1), MEMBERS.filter(room__gt=1)
MESSAGES = Message.objects.filter(deleted_at=None)
PEOPLE = User.objects.filter(is_active=True, is_staff=False)
ROOMS = Room.objects.filter(archived_at=None, kind=Room.Kind.PUBLIC, is_default=False)
FAILED = Job.objects.filter(due_at=None)
UNDECIDED = Report.objects.undecided().filter(state=Report.State.OPEN)
RULES = Rule.objects.filter(Q(room=None) | Q(room__kind__in=WITH_MEMBERS, room__archived_at=None))
IN_ONE_ROOM = " in one room"


def groups(number: int) -> Rows:
    return Group.objects.bulk_create(Group(name=f"group {turn}") for turn in range(number))


def signed_in(number: int) -> Rows:
    people = of(PEOPLE)(number)
    until = timezone.now() + LATER
    for each in people:
        Session.objects.create(user=each, expires_at=until)
    return people


def with_second_factors(number: int) -> Rows:
    people, now = of(PEOPLE)(number), timezone.now()
    SecondFactor.objects.bulk_create(SecondFactor(user=each, secret="", confirmed_at=now) for each in people)
    RecoveryCode.objects.bulk_create(RecoveryCode(user=each, digest=f"digest of {each.pk}") for each in people)
    return people


def deleted(number: int) -> Rows:
    """Deleted by somebody else a short time ago, so that they can be restored."""
    now = timezone.now()
    messages = of(MESSAGES.filter(room__gt=1), deleted_at=now, text="")(number)
    KeptMessage.objects.bulk_create(
        KeptMessage(message=each, until=now + LATER, text=each.text or "rude") for each in messages
    )
    return messages


def held(number: int) -> Rows:
    """By members of the rooms they are for: others have left, and nothing of theirs is released."""
    rows = of(HeldMessage.objects.filter(state=HeldMessage.State.WAITING, is_first=True))(number)
    here = ELSEWHERE.filter(room__archived_at=None, room__kind=Room.Kind.PUBLIC, user__is_active=True)
    for row, member in zip(rows, here.order_by("-pk"), strict=False):
        row.room_id, row.author_id = member.room_id, member.user_id
    HeldMessage.objects.bulk_update(rows, ["room", "author"])
    return rows


def in_place_of_others(number: int) -> Rows:
    """A site may have no more default rooms than these."""
    Room.objects.filter(is_default=True).update(is_default=False)
    return of(ROOMS)(number)


CONFIRMED = {"post": "yes"}
TIMED = {"asked": "1", "seconds": "3600", "reason": "spam"}
# By list and action.
ACTIONS: Mapping[tuple[str, str], Sequence[Case]] = {
    ("auth.group", "delete_selected"): [Case(groups, CONFIRMED)],
    ("accounts.invitation", "revoke"): [Case(of(Invitation.objects.filter(revoked_at=None)))],
    ("accounts.user", "activate"): [Case(of(User.objects.filter(is_active=False, is_staff=False)))],
    ("accounts.user", "deactivate"): [Case(of(PEOPLE))],
    ("accounts.user", "sign_out_everywhere"): [Case(signed_in)],
    ("accounts.user", "reset_second_factor"): [Case(with_second_factors)],
    ("accounts.user", "mute_people"): [Case(of(PEOPLE), TIMED)],
    ("accounts.user", "ban_people"): [Case(of(PEOPLE), {"asked": "1", "remove": "3600"})],
    ("accounts.session", "revoke"): [
        # Those of a small site have expired.
        Case(lambda number: of(Session.objects.filter(revoked_at=None), expires_at=timezone.now() + LATER)(number)),
    ],
    ("chat.ban", "delete_selected"): [Case(of(Ban.objects.filter(room__kind__in=WITH_MEMBERS)), CONFIRMED)],
    ("chat.roominvitation", "delete_selected"): [Case(of(RoomInvitation.objects.filter(room__kind__in=WITH_MEMBERS)), CONFIRMED)],
    ("chat.membership", "delete_selected"): [Case(of(ELSEWHERE), CONFIRMED)],
    ("chat.membership", "remove"): [Case(of(ELSEWHERE)), Case(of(IN_LARGE), where=IN_ONE_ROOM)],
    ("chat.membership", "ban"): [Case(of(ELSEWHERE)), Case(of(IN_LARGE), where=IN_ONE_ROOM)],
    ("chat.membership", "change_role"): [
        Case(of(which), {"asked": "1", "role": "moderator"}, where) for which, where in ((ELSEWHERE, ""), (IN_LARGE, IN_ONE_ROOM))
    ],
    ("chat.membership", "mute_members"): [Case(of(ELSEWHERE), TIMED), Case(of(IN_LARGE), TIMED, IN_ONE_ROOM)],
    ("chat.message", "delete_selected"): [
        Case(of(MESSAGES.filter(room__gt=1)), CONFIRMED), Case(of(MESSAGES.filter(room=1)), CONFIRMED, IN_ONE_ROOM),
    ],
    ("chat.message", "restore"): [Case(deleted)],
    ("chat.room", "archive"): [Case(of(ROOMS))],
    ("chat.room", "unarchive"): [Case(lambda number: of(ROOMS, archived_at=timezone.now())(number))],
    ("chat.room", "make_default"): [Case(in_place_of_others, most=defaults.MOST)],
    ("chat.room", "end_default"): [Case(of(ROOMS, is_default=True), most=defaults.MOST)],
    ("files.file", "delete_selected"): [Case(of(File.objects.filter(state=File.State.READY)), CONFIRMED)],
    ("jobs.job", "delete_selected"): [Case(of(FAILED), CONFIRMED)],
    ("jobs.job", "run_again"): [Case(of(FAILED))],
    ("moderation.heldmessage", "release"): [Case(held)],
    ("moderation.heldmessage", "refuse"): [Case(held)],
    ("moderation.mute", "delete_selected"): [Case(of(Mute.objects.all(), ended_at=None, until=None), CONFIRMED)],
    ("moderation.report", "claim"): [Case(of(UNDECIDED))],
    ("moderation.report", "release"): [
        Case(lambda number: of(UNDECIDED, state=Report.State.CLAIMED, claimed_at=timezone.now())(number)),
    ],
    ("moderation.report", "nothing"): [Case(of(UNDECIDED))],
    ("moderation.rule", "delete_selected"): [Case(of(RULES), CONFIRMED)],
    ("moderation.siteban", "delete_selected"): [Case(of(SiteBan.objects.all(), lifted_at=None), CONFIRMED)],
}  # fmt: skip


def expect_all(by: User) -> None:
    """Raises LookupError with the actions that the admin offers and nothing here measures, and the other way round."""
    if wrong := offered(by) ^ set(ACTIONS):
        raise LookupError(f"offered by the admin, or measured, and not both: {names(wrong)}")


def offered(by: User) -> set[tuple[str, str]]:
    request = HttpRequest()
    request.user = by
    pages: Iterable[tuple[type[Model], Any]] = admin.site._registry.items()
    return {(model._meta.label_lower, name) for model, each in pages for name in each.get_actions(request)}


def names(actions: Iterable[tuple[str, str]]) -> str:
    return ", ".join(sorted(f"{label}: {action}" for label, action in actions))
