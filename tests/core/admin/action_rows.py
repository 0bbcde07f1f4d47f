"""Rows for each action of the admin's lists, each in a room of its own, with an author of its own, as far as they have any."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from accounts.models import Invitation, RecoveryCode, SecondFactor, User
from accounts.services import sessions
from chat.models import Ban, Membership, Message, Room, RoomInvitation
from chat.services.authority import Administrator, Member
from chat.services.messages import editing, many_messages, reactions
from chat.services.messages.storing import NewMessage, send_together
from chat.services.rooms import pictures
from core.jobs.models import Job
from files.models import File
from files.services import portraits
from moderation.models import HeldMessage, Mute, Report, Rule
from moderation.services import claiming, many_mutes, reporting, rules, site_bans
from tests.accounts.admin.pages import signed_in
from tests.files.a_file import a_file
from tests.support.in_process import a_user

Rows = Sequence[Any]
_numbers = count(1)


def chief() -> User:
    return User.objects.filter(username="chief").first() or a_user("chief", is_staff=True, is_superuser=True)


def people(number: int, **fields: Any) -> list[User]:
    return [a_user(f"guest{next(_numbers)}", **fields) for _ in range(number)]


def homes(number: int, kind: str = Room.Kind.PUBLIC, **fields: Any) -> list[Membership]:
    """Memberships of their own in rooms that chief owns."""
    made, owner = [], chief()
    for guest in people(number):
        room = Room.objects.create(name=f"Room of {guest.username}", kind=kind, member_count=2, **fields)
        room.memberships.create(user=owner, role=Membership.Role.OWNER)
        made.append(room.memberships.create(user=guest))
    return made


def own_rooms(number: int, **fields: Any) -> list[Room]:
    return [member.room for member in homes(number, **fields)]


def signed_in_people(number: int) -> list[User]:
    """Staff, whose browsers are signed in to the admin as well."""
    made = people(number, is_staff=True)
    for each in made:
        sessions.begin(each)
        signed_in(each)
    return made


def with_second_factors(number: int) -> list[User]:
    made = people(number)
    for each in made:
        SecondFactor.objects.create(user=each, secret="sealed", confirmed_at=timezone.now())
        RecoveryCode.objects.create(user=each, digest=f"digest of {each.pk}")
    return made


def messages(number: int) -> list[Message]:
    """Replies in threads, edited, with all that a message can have."""
    made = []
    for member in homes(number):
        root = say(member, "the root")
        file = a_file(member.user)
        reply = say(member, f"hello @{chief().username}", thread=root.pk, files=(file.pk,))
        editing.edit(by=member.user, message_id=reply.pk, text=f"hello again @{chief().username}")
        reactions.add(by=chief(), message_id=reply.pk, emoji="👍")
        made.append(reply)
    return made


def say(member: Membership, text: str, **more: Any) -> Message:
    (sent,) = send_together([NewMessage(member.user, member.room_id, uuid.uuid4(), text, **more)])
    return sent.message  # type: ignore[union-attr]


def own_and_others(number: int) -> list[Message]:
    own = [say(Membership.objects.get(room=each.room, user=chief()), "my own") for each in messages(number // 2)]
    return [*own, *messages(number - len(own))]


def deleted(number: int) -> list[Message]:
    made = messages(number)
    many_messages.delete(by=Administrator(chief()), messages=made)
    return list(Message.objects.filter(pk__in=[each.pk for each in made]))


def files(number: int) -> list[File]:
    """In turn: with a text, alone, unsent, of a deleted message, a portrait, a picture of a room."""
    made = []
    for turn, member in enumerate(homes(number)):
        file = a_file(member.user)
        match turn % 6:
            case 0 | 1 as alone:
                say(member, "" if alone else "with a text", files=(file.pk,))
            case 3:
                editing.delete(by=Administrator(chief()), message=say(member, "gone", files=(file.pk,)))
            case 4:
                portraits.change(user=member.user, file_id=file.pk)
            case 5:
                Membership.objects.filter(pk=member.pk).update(role=Membership.Role.OWNER)
                pictures.change_picture(by=Member(member.user), room_id=member.room_id, file_id=file.pk)
        made.append(file)
    return made


def failed_jobs(number: int) -> list[Job]:
    """Every third has the key of another that failed, every third that of one that waits."""
    made = []
    now = timezone.now()
    failed = {"type": "accounts.mail", "created_at": now, "failed_at": now, "due_at": None}
    for turn in range(number):
        key = f"key {next(_numbers) if turn % 3 else 'of many'}"
        made.append(Job.objects.create(key=key, payload="{}", **failed))
        if turn % 3 == 1:
            Job.objects.create(key=key, payload="{}", **{**failed, "failed_at": None, "due_at": now})
    return made


def held(number: int) -> list[HeldMessage]:
    rules.add(by=Administrator(chief()), room_id=None, kind="word", pattern="casino", action="hold")
    for member in homes(number):
        file = a_file(member.user)
        send_together([NewMessage(member.user, member.room_id, uuid.uuid4(), "casino", files=(file.pk,))])
    waiting = HeldMessage.objects.filter(state=HeldMessage.State.WAITING)
    waiting.update(is_first=True)
    return list(waiting)


def mutes(number: int) -> Rows:
    """Half of them in rooms."""
    by, members = Administrator(chief()), homes(number)
    many_mutes.mute_members(by=by, memberships=members[::2], seconds=None)
    many_mutes.mute_people(by=by, people=[each.user for each in members[1::2]], seconds=None)
    return list(Mute.objects.filter(ended_at=None))


def reports(number: int) -> list[Report]:
    return [
        reporting.report(by=chief_of(each), reason="abuse", text="", message=say(each, "rude").pk).report
        for each in homes(number)
    ]


def chief_of(member: Membership) -> User:
    """Somebody else of the room, who moderates it."""
    (other,) = people(1)
    member.room.memberships.create(user=other, role=Membership.Role.MODERATOR)
    return other


def claimed(number: int) -> list[Report]:
    made = reports(number)
    claiming.claim_many(by=chief(), reports=made)
    return made


def written_rules(number: int) -> list[Rule]:
    """Of rooms of their own, and one of the site."""
    by = Administrator(chief())
    places = [None, *(room.pk for room in own_rooms(number - 1))]
    return [
        rules.add(by=by, room_id=place, kind="word", pattern=f"word{next(_numbers)}", action="warn").rule
        for place in places
    ]


def site_banned(number: int) -> Rows:
    return site_bans.ban_many(by=chief(), user_ids=[each.pk for each in people(number)])


def each_of(rooms: Iterable[Room], make: Callable[[Room], Any]) -> Rows:
    return [make(room) for room in rooms]


def a_ban(room: Room) -> Ban:
    return Ban.objects.create(room=room, user=people(1)[0], banned_by=chief())


def an_invitation(room: Room) -> RoomInvitation:
    return RoomInvitation.objects.create(room=room, made_by=chief(), digest=f"digest of {room.pk}")


TIMED = {"seconds": "3600", "reason": "spam"}
CONFIRMED = {"post": "yes"}
# By list and action: what makes rows for it, and what is sent with it.
ROWS: Mapping[tuple[str, str], tuple[Callable[[int], Rows], Mapping[str, str]]] = {
    ("auth.group", "delete_selected"): (
        lambda number: [Group.objects.create(name=f"group {next(_numbers)}") for _ in range(number)], CONFIRMED,
    ),
    ("accounts.invitation", "revoke"): (
        lambda number: [Invitation.objects.create(made_by=each, code=f"code{each.pk}") for each in people(number)], {},
    ),
    ("accounts.user", "activate"): (lambda number: people(number, is_active=False), {}),
    ("accounts.user", "deactivate"): (signed_in_people, {}),
    ("accounts.user", "sign_out_everywhere"): (signed_in_people, {}),
    ("accounts.user", "reset_second_factor"): (with_second_factors, {}),
    ("accounts.user", "mute_people"): (lambda number: [each.user for each in homes(number)], TIMED),
    ("accounts.user", "ban_people"): (lambda number: [each.user for each in homes(number)], {"remove": "3600"}),
    ("accounts.session", "revoke"): (lambda number: [sessions.begin(each).session for each in people(number)], {}),
    ("chat.ban", "delete_selected"): (lambda number: each_of(own_rooms(number), a_ban), CONFIRMED),
    ("chat.roominvitation", "delete_selected"): (lambda number: each_of(own_rooms(number), an_invitation), CONFIRMED),
    ("chat.membership", "delete_selected"): (homes, CONFIRMED),
    ("chat.membership", "remove"): (homes, {}),
    ("chat.membership", "ban"): (homes, {}),
    ("chat.membership", "change_role"): (homes, {"role": "moderator"}),
    ("chat.membership", "mute_members"): (homes, TIMED),
    ("chat.message", "delete_selected"): (own_and_others, CONFIRMED),
    ("chat.message", "restore"): (deleted, {}),
    ("chat.room", "archive"): (own_rooms, {}),
    ("chat.room", "unarchive"): (lambda number: own_rooms(number, archived_at=timezone.now()), {}),
    ("chat.room", "make_default"): (own_rooms, {}),
    ("chat.room", "end_default"): (lambda number: own_rooms(number, is_default=True), {}),
    ("files.file", "delete_selected"): (files, CONFIRMED),
    ("jobs.job", "delete_selected"): (failed_jobs, CONFIRMED),
    ("jobs.job", "run_again"): (failed_jobs, {}),
    ("moderation.heldmessage", "release"): (held, {}),
    ("moderation.heldmessage", "refuse"): (held, {}),
    ("moderation.mute", "delete_selected"): (mutes, CONFIRMED),
    ("moderation.report", "claim"): (reports, {}),
    ("moderation.report", "release"): (claimed, {}),
    ("moderation.report", "nothing"): (reports, {}),
    ("moderation.rule", "delete_selected"): (written_rules, CONFIRMED),
    ("moderation.siteban", "delete_selected"): (site_banned, CONFIRMED),
}  # fmt: skip


def permitted(user: User, rights: Iterable[str]) -> User:
    """The person again, with these permissions alone."""
    wanted = set(rights)
    found = Permission.objects.filter(codename__in=[right.partition(".")[2] for right in wanted])
    named = found.select_related("content_type")
    user.user_permissions.set(each for each in named if f"{each.content_type.app_label}.{each.codename}" in wanted)
    return User.objects.get(pk=user.pk)
