"""The table of rules in docs/protocol.md, cell by cell over REST; tests/chat/socket/test_rules_table.py does what a socket can."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from chat.models import Room
from chat.services.authority import Administrator, Member
from chat.services.messages import editing
from chat.services.rooms import bans, direct, invitations, memberships, rooms
from tests.chat.hearth import Hearth, Role
from tests.support import protocol_document
from tests.support.in_process import Answer, Api, a_user

pytestmark = pytest.mark.django_db

TABLE = protocol_document.rules()
COLUMNS = list(next(iter(TABLE.values())))


class Scene(Hearth):
    """A room in some state, with messages and people to do something to."""

    def __init__(self, column: str, kind: str) -> None:
        super().__init__(kind)
        self.column = column
        self.targets = {role: a_user(f"target-{role}") for role in Role.values}
        ids = [target.pk for target in self.targets.values()]
        memberships.add(by=Member(self.owner), room_id=self.id, user_ids=ids)
        for role, target in self.targets.items():
            self.set_role(target, role)
        self.newcomer, self.banned = a_user("newcomer"), a_user("banned")
        bans.ban(by=Member(self.owner), room_id=self.id, user_id=self.banned.pk)
        made = invitations.invite(by=Member(self.owner), room_id=self.id, lifetime=None, uses=None)
        self.invitation = made.invitation.pk
        if column == "direct":
            self.id = direct.open_direct(by=self.owner, others=[self.member.pk, self.targets["member"].pk]).room.pk
        self.others = self.say("of somebody else", self.targets["member"]).pk
        self.own = {
            user.pk: self.say("my own", user).pk for user in self.everybody if self.room.memberships.filter(user=user)
        }
        self._furnish(column)

    @property
    def everybody(self) -> list[User]:
        return [self.owner, self.moderator, self.member]

    def _furnish(self, column: str) -> None:
        by = Member(self.owner)
        if "moderators post" in column:
            rooms.change(by=by, room_id=self.id, posting="moderators")
        if "slow" in column:
            rooms.change(by=by, room_id=self.id, slow_seconds=3600)
        if "archived" in column:
            self.archive()

    @property
    def user(self) -> User:
        """Of whom the column speaks."""
        kind = next((kind for kind in ("moderator,", "owner,") if self.column.startswith(kind)), self.column).strip(",")
        return self.person(kind if kind in ("moderator", "owner") else "member")


Act = Callable[[Scene, Api, str], Iterator[Answer]]


def calls(*asked: tuple[str, str, Any]) -> Act:
    def act(scene: Scene, api: Api, own: str) -> Iterator[Answer]:
        for method, path, body in asked:
            body = body(scene) if callable(body) else body
            yield api.call(method, _filled(scene, path, own), body)

    return act


def _filled(scene: Scene, path: str, own: str) -> str:
    targets = {f"target_{role}": user.pk for role, user in scene.targets.items()}
    return path.format(
        room=scene.id, own=own, others=scene.others, invitation=scene.invitation, banned=scene.banned.pk,
        stranger=scene.newcomer.pk, **targets,
    )  # fmt: skip


def text(scene: Scene, **more: Any) -> dict[str, Any]:
    return {"nonce": str(uuid.uuid4()), "text": "hello", **more}


def newcomer(scene: Scene) -> dict[str, Any]:
    return {"users": [scene.newcomer.pk]}


def in_thread(scene: Scene) -> dict[str, Any]:
    return text(scene, thread=scene.others)


ROOM, MEMBERS, BANS = "rooms/{room}/", "rooms/{room}/members/", "rooms/{room}/bans/"
MUTES = "rooms/{room}/mutes/"
ACTS: dict[str, Act] = {
    "send a message, reply in a thread": calls(
        ("POST", "rooms/{room}/messages/", text), ("POST", "rooms/{room}/messages/", in_thread)
    ),
    "edit one's own message": calls(("PATCH", "messages/{own}/", {"text": "better"})),
    "delete one's own message": calls(("DELETE", "messages/{own}/", None)),
    "delete somebody else's message, restore it": calls(
        ("DELETE", "messages/{others}/", None), ("POST", "messages/{others}/restore/", None)
    ),
    "react, take it back": calls(
        ("PUT", "messages/{others}/reactions/🍵/", None), ("DELETE", "messages/{others}/reactions/🍵/", None)
    ),
    "pin, unpin": calls(("PUT", "messages/{others}/pin/", None), ("DELETE", "messages/{others}/pin/", None)),
    "change the topic, who posts, slow mode": calls(
        ("PATCH", ROOM, {"topic": "Warm feet"}),
        ("PATCH", ROOM, {"posting": "moderators"}),
        ("PATCH", ROOM, {"slow_seconds": 30}),
    ),
    "rename": calls(("PATCH", ROOM, {"name": "Kotatsu"})),
    "archive, open again": calls(("PATCH", ROOM, {"archived": True}), ("PATCH", ROOM, {"archived": False})),
    "add people to a public room": calls(("POST", MEMBERS, newcomer)),
    "add people to a private room": calls(("POST", MEMBERS, newcomer)),
    "remove a member": calls(("DELETE", MEMBERS + "{target_member}/", None)),
    "remove a moderator or owner": calls(
        ("DELETE", MEMBERS + "{target_moderator}/", None), ("DELETE", MEMBERS + "{target_owner}/", None)
    ),
    "ban, lift a ban, see bans": calls(
        ("PUT", BANS + "{stranger}/", {}), ("PUT", BANS + "{target_member}/", {}),
        ("DELETE", MEMBERS + "{stranger}/?ban=1", None), ("DELETE", BANS + "{banned}/", None), ("GET", BANS, None),
    ),
    "mute a member, lift it, see mutes": calls(
        ("PUT", MUTES + "{target_member}/", {"seconds": 60}), ("DELETE", MUTES + "{target_member}/", None),
        ("GET", MUTES, None),
    ),
    "mute a moderator or owner, lift it": calls(
        *((method, MUTES + f"{{target_{role}}}/", {"seconds": None})
          for role in ("moderator", "owner") for method in ("PUT", "DELETE"))
    ),
    "change a role": calls(("PATCH", MEMBERS + "{target_member}/", {"role": "moderator"})),
    "invite by a link": calls(("POST", "rooms/{room}/invitations/", {})),
    "see and revoke links": calls(
        ("GET", "rooms/{room}/invitations/", None), ("DELETE", "rooms/{room}/invitations/{invitation}/", None)
    ),
    "leave": calls(("POST", "rooms/{room}/leave/", None)),
    "read, mark as read or unread, keep a draft, set preferences": calls(
        ("GET", "rooms/{room}/messages/", None), ("POST", "rooms/{room}/read/", {"seq": 1}),
        ("POST", "rooms/{room}/unread/", {"seq": 1}),
        ("PUT", "rooms/{room}/draft/", {"text": "x", "at": "2026-11-20T09:12:00Z"}),
        ("PATCH", "rooms/{room}/mine/", {"muted": True}), ("POST", "rooms/{room}/stay/", None),
    ),
}  # fmt: skip
# Over the socket alone.
SOCKET = {"be shown as typing"}


def outcomes(scene: Scene, act: Act, user: User) -> str:
    """The code of the refusal, the same for each call of the act, or nothing. Whatever was done is undone."""
    with transaction.atomic():
        own = str(scene.own.get(user.pk, scene.others))
        codes = {answer.body["code"] if answer.status >= 400 else "" for answer in act(scene, Api(user), own)}
        transaction.set_rollback(True)
    return " or ".join(sorted(codes))


def test_no_row_is_forgotten() -> None:
    assert TABLE.keys() == ACTS.keys() | SOCKET


@pytest.mark.parametrize("column", COLUMNS)
def test_each_cell(column: str) -> None:
    public = Scene(column, Room.Kind.PUBLIC)
    found = {
        what: outcomes(public, act, public.user) for what, act in ACTS.items() if what != "add people to a private room"
    }
    assert found == {what: TABLE[what][column] for what in found}


@pytest.mark.parametrize("column", COLUMNS)
def test_who_adds_people_to_a_private_room(column: str) -> None:
    what = "add people to a private room"
    scene = Scene(column, Room.Kind.PRIVATE)
    assert outcomes(scene, ACTS[what], scene.user) == TABLE[what][column]


@pytest.mark.parametrize("person", ["former", "stranger"])
@pytest.mark.parametrize("column", ["member", "member, archived", "direct"])
def test_who_is_not_in_the_room_finds_none_of_it(column: str, person: str) -> None:
    scene = Scene(column, Room.Kind.PUBLIC)
    outsider = scene.person(person)
    assert not scene.room.memberships.current().filter(user=outsider).exists()
    found = {what: outcomes(scene, act, outsider) for what, act in ACTS.items()}
    has_left = {"leave": ""} if person == "former" and column != "direct" else {}
    assert found == {**dict.fromkeys(ACTS, "not_found"), **has_left}


def test_an_administrator_may_what_an_owner_may() -> None:
    scene = Scene("member, archived", Room.Kind.PUBLIC)
    by = Administrator(scene.stranger)
    assert editing.delete(by=by, message=scene.room.messages.get(pk=scene.others)).is_deleted
    bans.ban(by=by, room_id=scene.id, user_id=scene.member.pk)
    assert not scene.membership(scene.member).is_current
