"""Who may do what: every verb, for everybody, in a room that is open and in one that is archived."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat import selectors
from chat.models import Ban, Draft, EarlierText, Membership, Mention, Message, Reaction, Room, RoomInvitation
from chat.services.authority import Administrator, Member
from chat.services.messages import editing, pins, reactions
from chat.services.personal import drafts, read_markers
from chat.services.personal.preferences import prefer
from chat.services.rooms import bans, invitations, memberships, rooms
from core.problems import Problem
from tests.chat.hearth import Hearth, Role
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

Verb = Callable[["Scene", User], Any]
PEOPLE = ("owner", "moderator", "member", "former", "stranger")


class Scene(Hearth):
    """The room with a message of everybody, and with somebody of every role to do something to."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.targets = {role: a_user(f"target-{role}") for role in Role.values}
        ids = [target.pk for target in self.targets.values()]
        # By another than before: the owner does not add back who has just left.
        memberships.add(by=Member(self.moderator), room_id=self.id, user_ids=[*ids, self.former.pk])
        for role, target in self.targets.items():
            self.set_role(target, role)
        self.others = self.say("of somebody else", self.targets["member"])
        people = map(self.person, ("owner", "moderator", "member", "former"))
        self.own = {person: self.say("of my own", person) for person in people}
        memberships.leave(by=self.former, room_id=self.id)
        self.gone, self.banned = a_user("gone"), a_user("banned")
        bans.ban(by=Member(self.owner), room_id=self.id, user_id=self.banned.pk)
        invited = invitations.invite(by=Member(self.owner), room_id=self.id, lifetime=None, uses=None)
        self.invitation = invited.invitation

    def own_message(self, user: User) -> Message:
        """A stranger has none here, so any will do to be refused."""
        return self.own.get(user, self.others)


def delete(scene: Scene, user: User, message: Message) -> None:
    found = Member(user).message(message.pk)
    editing.delete(by=Member(user), message=found)


def remove(scene: Scene, user: User, *, role: str) -> None:
    memberships.remove(by=Member(user), room_id=scene.id, user_id=scene.targets[role].pk)


def ban(scene: Scene, user: User, *, role: str) -> None:
    bans.ban(by=Member(user), room_id=scene.id, user_id=scene.targets[role].pk)


def add(scene: Scene, user: User) -> None:
    memberships.add(by=Member(user), room_id=scene.id, user_ids=[a_user("newcomer").pk])


def change_role(scene: Scene, user: User) -> None:
    target = scene.targets["member"].pk
    memberships.change_role(by=Member(user), room_id=scene.id, user_id=target, role=Role.MODERATOR)


def change(scene: Scene, user: User, **changes: Any) -> None:
    rooms.change(by=Member(user), room_id=scene.id, **changes)


def revoke(scene: Scene, user: User) -> None:
    invitations.revoke(by=Member(user), room_id=scene.id, invitation_id=scene.invitation.pk)


def edits(scene: Scene, user: User) -> None:
    selectors.edits_of(Member(user).message(scene.others.pk))


def thread(scene: Scene, user: User) -> None:
    selectors.thread(Member(user).root_of_thread(scene.others.pk))


VERBS: dict[str, Verb] = {
    "send": lambda scene, user: scene.say("hello", user),
    "reply in a thread": lambda scene, user: scene.say("hello", user, thread=scene.others.pk),
    "edit own": lambda scene, user: editing.edit(by=user, message_id=scene.own_message(user).pk, text="better"),
    "edit another's": lambda scene, user: editing.edit(by=user, message_id=scene.others.pk, text="worse"),
    "delete own": lambda scene, user: delete(scene, user, scene.own_message(user)),
    "delete another's": lambda scene, user: delete(scene, user, scene.others),
    "react": lambda scene, user: reactions.add(by=user, message_id=scene.others.pk, emoji="🍵"),
    "take back": lambda scene, user: reactions.remove(by=user, message_id=scene.others.pk, emoji="🍵"),
    "pin": lambda scene, user: pins.pin(by=user, message_id=scene.others.pk),
    "unpin": lambda scene, user: pins.unpin(by=user, message_id=scene.others.pk),
    "see edits": edits,
    "see a thread": thread,
    "read": lambda scene, user: read_markers.advance(by=user, room_id=scene.id, seq=1),
    "stay": lambda scene, user: memberships.stay(by=user, room_id=scene.id),
    "keep a draft": lambda scene, user: drafts.keep(by=user, room_id=scene.id, text="hel", at=timezone.now()),
    "prefer": lambda scene, user: prefer(by=user, room_id=scene.id, muted=True),
    "invite": lambda scene, user: invitations.invite(by=Member(user), room_id=scene.id, lifetime=None, uses=None),
    "see invitations": lambda scene, user: selectors.invitations_to(Member(user).moderated_room(scene.id)),
    "revoke": revoke,
    "close posting": partial(change, posting="moderators"),
    "slow down": partial(change, slow_seconds=30),
    "rename": partial(change, name="Kotatsu"),
    "change topic": partial(change, topic="Warm feet"),
    "archive": partial(change, archived=True),
    "revive": partial(change, archived=False),
    "add": add,
    "remove a member": partial(remove, role="member"),
    "remove a moderator": partial(remove, role="moderator"),
    "remove an owner": partial(remove, role="owner"),
    "change a role": change_role,
    "ban a member": partial(ban, role="member"),
    "ban a moderator": partial(ban, role="moderator"),
    "ban an owner": partial(ban, role="owner"),
    "ban who left": lambda scene, user: bans.ban(by=Member(user), room_id=scene.id, user_id=scene.gone.pk),
    "lift a ban": lambda scene, user: bans.lift(by=Member(user), room_id=scene.id, user_id=scene.banned.pk),
    "see bans": lambda scene, user: selectors.bans_of(Member(user).moderated_room(scene.id)),
    "join": lambda scene, user: memberships.join(by=user, room_id=scene.id),
    "leave": lambda scene, user: memberships.leave(by=user, room_id=scene.id),
}

OK, NO, GONE, SHUT = "", "forbidden", "not_found", "room_archived"
OPEN: dict[str, tuple[str, ...]] = {
    #                    owner  moderator  member  former  stranger
    "send":               (OK,   OK,   OK,   GONE, GONE),
    "reply in a thread":  (OK,   OK,   OK,   GONE, GONE),
    "edit own":           (OK,   OK,   OK,   GONE, GONE),
    "edit another's":     (NO,   NO,   NO,   GONE, GONE),
    "delete own":         (OK,   OK,   OK,   GONE, GONE),
    "delete another's":   (OK,   OK,   NO,   GONE, GONE),
    "react":              (OK,   OK,   OK,   GONE, GONE),
    "take back":          (OK,   OK,   OK,   GONE, GONE),
    "pin":                (OK,   OK,   NO,   GONE, GONE),
    "unpin":              (OK,   OK,   NO,   GONE, GONE),
    "see edits":          (OK,   OK,   OK,   GONE, GONE),
    "see a thread":       (OK,   OK,   OK,   GONE, GONE),
    "read":               (OK,   OK,   OK,   GONE, GONE),
    "keep a draft":       (OK,   OK,   OK,   GONE, GONE),
    "stay":               (OK,   OK,   OK,   GONE, GONE),
    "prefer":             (OK,   OK,   OK,   GONE, GONE),
    "invite":             (OK,   OK,   NO,   GONE, GONE),
    "see invitations":    (OK,   OK,   NO,   GONE, GONE),
    "revoke":             (OK,   OK,   NO,   GONE, GONE),
    "close posting":      (OK,   OK,   NO,   GONE, GONE),
    "slow down":          (OK,   OK,   NO,   GONE, GONE),
    "rename":             (OK,   NO,   NO,   GONE, GONE),
    "change topic":       (OK,   OK,   NO,   GONE, GONE),
    "archive":            (OK,   NO,   NO,   GONE, GONE),
    "revive":             (OK,   NO,   NO,   GONE, GONE),
    "add":                (OK,   OK,   OK,   GONE, GONE),
    "remove a member":    (OK,   OK,   NO,   GONE, GONE),
    "remove a moderator": (OK,   NO,   NO,   GONE, GONE),
    "remove an owner":    (OK,   NO,   NO,   GONE, GONE),
    "ban a member":       (OK,   OK,   NO,   GONE, GONE),
    "ban a moderator":    (OK,   NO,   NO,   GONE, GONE),
    "ban an owner":       (OK,   NO,   NO,   GONE, GONE),
    "ban who left":       (OK,   OK,   NO,   GONE, GONE),
    "lift a ban":         (OK,   OK,   NO,   GONE, GONE),
    "see bans":           (OK,   OK,   NO,   GONE, GONE),
    "change a role":      (OK,   NO,   NO,   GONE, GONE),
    "join":               (OK,   OK,   OK,   OK,   OK),
    "leave":              (OK,   OK,   OK,   OK,   GONE),
}  # fmt: skip
PRIVATE = {
    **OPEN,
    "add":  (OK,   OK,   NO,   GONE, GONE),
    "join": (OK,   OK,   OK,   GONE, GONE),
}  # fmt: skip
ARCHIVED = {
    **OPEN,
    "send":           (SHUT, SHUT, SHUT, GONE, GONE),
    "reply in a thread": (SHUT, SHUT, SHUT, GONE, GONE),
    "edit own":       (SHUT, SHUT, SHUT, GONE, GONE),
    "react":          (SHUT, SHUT, SHUT, GONE, GONE),
    "take back":      (SHUT, SHUT, SHUT, GONE, GONE),
    "pin":            (SHUT, SHUT, NO,   GONE, GONE),
    "unpin":          (SHUT, SHUT, NO,   GONE, GONE),
    "invite":         (SHUT, SHUT, NO,   GONE, GONE),
    "close posting":  (SHUT, SHUT, NO,   GONE, GONE),
    "slow down":      (SHUT, SHUT, NO,   GONE, GONE),
    "rename":         (SHUT, NO,   NO,   GONE, GONE),
    "change topic":   (SHUT, SHUT, NO,   GONE, GONE),
    "add":            (SHUT, SHUT, SHUT, GONE, GONE),
    "change a role":  (SHUT, NO,   NO,   GONE, GONE),
    "join":           (OK,   OK,   OK,   SHUT, SHUT),
}  # fmt: skip


def outcome(verb: Verb, scene: Scene, user: User) -> str:
    """The code of the refusal, if it is one. Whatever the verb did is undone."""
    with transaction.atomic():
        before = stored(scene)
        try:
            verb(scene, user)
        except Problem as problem:
            assert stored(scene) == before, "refused, but something changed"
            return problem.code
        finally:
            transaction.set_rollback(True)
    return OK


def stored(scene: Scene) -> tuple[list[Any], ...]:
    tables: tuple[Any, ...] = (
        Room,
        Membership,
        Message,
        Mention,
        Reaction,
        EarlierText,
        RoomInvitation,
        Draft,
        Ban,
    )
    return tuple(list(table.objects.order_by("pk").values()) for table in tables)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("kind", "archived", "table"),
    [("public", False, OPEN), ("private", False, PRIVATE), ("public", True, ARCHIVED)],
    ids=["public", "private", "archived"],
)
def test_who_may_do_what(kind: str, archived: bool, table: dict[str, tuple[str, ...]], verb: str) -> None:
    scene = Scene(kind)
    if archived:
        scene.archive()
    outcomes = {person: outcome(VERBS[verb], scene, scene.person(person)) for person in PEOPLE}
    assert outcomes == dict(zip(PEOPLE, table[verb], strict=True))


def test_the_table_is_complete() -> None:
    assert OPEN.keys() == PRIVATE.keys() == ARCHIVED.keys() == VERBS.keys()


@pytest.mark.parametrize("person", ["owner", "stranger"])
def test_an_administrator_may_moderate_any_room(hearth: Hearth, person: str) -> None:
    """Member or not; of what only people in a room do, nothing."""
    administrator = Administrator(hearth.person(person))
    message = hearth.say("out of place", hearth.member)
    assert editing.delete(by=administrator, message=message).is_deleted
    rooms.change(by=administrator, room_id=hearth.id, name="Kotatsu")
    memberships.remove(by=administrator, room_id=hearth.id, user_id=hearth.member.pk)
    assert (hearth.room.name, hearth.membership(hearth.member).is_current) == ("Kotatsu", False)


def test_an_administrator_finds_no_room_that_is_not_there(hearth: Hearth) -> None:
    with pytest.raises(Problem, match="not_found"):
        rooms.change(by=Administrator(hearth.stranger), room_id=hearth.id + 1, name="Kotatsu")
