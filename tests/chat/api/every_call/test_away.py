"""What others do while I am away comes with my next sync, with the rev it took, whichever call they did it by."""

import re
import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from django.urls import get_resolver

from chat import selectors
from chat.services.authority import Member
from chat.services.messages import editing, pins, reactions
from chat.services.rooms import invitations
from chat.services.rooms.pictures import change_picture
from tests.chat.hearth import Hearth
from tests.files.stored import unused
from tests.support.in_process import Answer, Api
from tests.support.protocol_document import Call
from tests.support.routes import calls_of

pytestmark = pytest.mark.django_db


PHOTO = "5f0c8f0e-9f58-4c59-8a7e-1f0e3c1d2b4a"


class Write(NamedTuple):
    who: str
    method: str
    path: str
    body: Mapping[str, Any] = {}
    # Of the message, the member or the room that comes.
    shows: Mapping[str, Any] = {}


OF_MESSAGES = [
    Write("owner", "POST", "rooms/{room}/messages/", {"text": "news"}, {"text": "news"}),
    Write("owner", "PATCH", "messages/{message}/", {"text": "coffee?"}, {"text": "coffee?"}),
    Write("owner", "DELETE", "messages/{message}/", {}, {"text": ""}),
    Write("owner", "POST", "messages/{deleted}/restore/", {}, {"text": "cold tea"}),
    Write("owner", "PUT", "messages/{message}/pin/", {}, {"pinned_by": "owner"}),
    Write("owner", "DELETE", "messages/{marked}/pin/", {}, {"pinned_by": None}),
    Write("owner", "PUT", "messages/{message}/reactions/🍵/", {}, {"reactions": ["🍵"]}),
    Write("owner", "DELETE", "messages/{marked}/reactions/🔥/", {}, {"reactions": []}),
]
OF_MEMBERS = [
    Write("stranger", "POST", "rooms/{room}/join/", {}, {"name": "sora", "role": "member"}),
    Write("stranger", "POST", "invitations/{token}/", {}, {"name": "sora", "role": "member"}),
    Write("moderator", "POST", "rooms/{room}/leave/", {}, {"name": "kenji", "role": None}),
    Write("owner", "POST", "rooms/{room}/members/", {"users": ["stranger"]}, {"name": "sora", "role": "member"}),
    Write("owner", "PATCH", "rooms/{room}/members/{moderator}/", {"role": "owner"}, {"name": "kenji", "role": "owner"}),
    Write("owner", "DELETE", "rooms/{room}/members/{moderator}/", {}, {"name": "kenji", "role": None}),
    Write("owner", "PUT", "rooms/{room}/bans/{moderator}/", {}, {"name": "kenji", "role": None}),
]
OF_THE_ROOM = [
    Write("owner", "PATCH", "rooms/{room}/", {"name": "Kotatsu"}, {"name": "Kotatsu"}),
    Write("owner", "PATCH", "rooms/{room}/", {"posting": "moderators"}, {"posting": "moderators"}),
    Write("owner", "PUT", "rooms/{room}/picture/", {"file": PHOTO}, {"picture": f"/files/{PHOTO}/small"}),
    Write("owner", "DELETE", "rooms/{room}/picture/", {}, {"picture": None}),
]
# Others see nothing of these.
QUIET = [
    Write("owner", "PATCH", "rooms/{room}/mine/", {"muted": True}),
    Write("owner", "PUT", "rooms/{room}/draft/", {"text": "perhaps", "at": "2026-11-20T09:12:00Z"}),
    Write("owner", "POST", "rooms/{room}/read/", {"seq": 1}),
    Write("owner", "POST", "rooms/{room}/unread/", {"seq": 1}),
    Write("moderator", "POST", "rooms/{room}/stay/"),
    Write("owner", "DELETE", "rooms/{room}/bans/{moderator}/"),
    Write("owner", "POST", "rooms/{room}/invitations/"),
    Write("owner", "DELETE", "rooms/{room}/invitations/{invitation}/"),
]
NEW_ROOMS = [
    Write("owner", "POST", "rooms/", {"kind": "private", "name": "Attic", "members": ["member"]}, {"name": "Attic"}),
    Write("owner", "POST", "direct/", {"users": ["member"]}, {"kind": "direct"}),
]
# Of no room that anybody is in: the first person's set-up, asking what was missed, own sections. Or of several.
OTHERS = {("POST", "setup/"), ("POST", "sync/"), ("POST", "rooms/read/")} | {
    ("POST", "sections/"),
    ("PATCH", "sections/{section}/"),
    ("DELETE", "sections/{section}/"),
}


class Evening:
    """A room with something to change, a member who goes away, and what they have then."""

    def __init__(self) -> None:
        self.hearth = hearth = Hearth()
        self.message, self.marked = hearth.say("tea?"), hearth.say("hot tea")
        self.deleted = editing.delete(by=Member(hearth.moderator), message=hearth.say("cold tea"))
        pins.pin(by=hearth.owner, message_id=self.marked.pk)
        reactions.add(by=hearth.owner, message_id=self.marked.pk, emoji="🔥")
        made = invitations.invite(by=Member(hearth.owner), room_id=hearth.id, lifetime=None, uses=None)
        self.invitation, self.token = made
        shown = unused(hearth.owner, kind="photo")
        change_picture(by=Member(hearth.owner), room_id=hearth.id, file_id=shown.pk)
        unused(hearth.owner, kind="photo", pk=PHOTO)
        self.have = hearth.room.rev

    def write(self, write: Write) -> Answer:
        path = write.path.format(
            room=self.hearth.id,
            message=self.message.pk,
            marked=self.marked.pk,
            deleted=self.deleted.pk,
            moderator=self.hearth.moderator.pk,
            invitation=self.invitation.pk,
            token=self.token,
        )
        people = {field: self._ids(write.body[field]) for field in ("users", "members") if field in write.body}
        body = {"nonce": str(uuid.uuid4()), **write.body, **people}
        answer = Api(self.hearth.person(write.who)).call(write.method, path, body)
        assert answer.status in (200, 201, 204), answer
        return answer

    def missed(self, room: int, have: int) -> Any:
        """What the member's sync answers."""
        asked = {"epoch": str(selectors.epoch()), "rooms": {str(room): have}}
        return Api(self.hearth.member).post("sync/", asked).body["rooms"][str(room)]

    def mine(self) -> Any:
        """The member's list of rooms."""
        return Api(self.hearth.member).get("rooms/").body["results"]

    def _ids(self, kinds: list[str]) -> list[int]:
        return [self.hearth.person(kind).pk for kind in kinds]


@pytest.fixture
def evening() -> Evening:
    return Evening()


def named(write: Write) -> str:
    return f"{write.method} {write.path}"


def test_no_write_is_forgotten() -> None:
    writes = {(one.method, one.path) for one in [*OF_MESSAGES, *OF_MEMBERS, *OF_THE_ROOM, *QUIET, *NEW_ROOMS]} | OTHERS
    known = {Call(method, "/api/" + re.sub(r"{\w+}|🍵|🔥", "{}", path)) for method, path in writes}
    calls = set(calls_of(get_resolver("chat.api.urls").url_patterns, "/api/"))
    assert known == {call for call in calls if call.method != "GET"}


@pytest.mark.parametrize("write", OF_MESSAGES, ids=named)
def test_what_became_of_a_message(evening: Evening, write: Write) -> None:
    answer = evening.write(write)
    missed = evening.missed(evening.hearth.id, evening.have)
    assert missed == {"head": evening.have + 1, "messages": [answer.body], "members": [], "complete": True}
    (message,) = missed["messages"]
    assert message["rev"] == evening.have + 1
    seen = {
        "text": message["text"],
        "pinned_by": message["pinned_by"] and "owner",
        "reactions": [reaction["emoji"] for reaction in message["reactions"]],
    }
    assert {**seen, **write.shows} == seen


def test_a_reply_in_a_thread_and_what_it_made_of_the_root(evening: Evening) -> None:
    reply = Write("owner", "POST", "rooms/{room}/messages/", {"text": "yes", "thread": evening.message.pk})
    answer = evening.write(reply)
    missed = evening.missed(evening.hearth.id, evening.have)
    replied, root = missed["messages"]
    assert (replied, root["id"], root["replies"]["count"]) == (answer.body, evening.message.pk, 1)
    assert [message["rev"] for message in missed["messages"]] == [evening.have + 1, evening.have + 2]
    assert missed["head"] == evening.have + 2


@pytest.mark.parametrize("write", OF_MEMBERS, ids=named)
def test_who_came_went_or_changed(evening: Evening, write: Write) -> None:
    evening.write(write)
    missed = evening.missed(evening.hearth.id, evening.have)
    (member,) = missed["members"]
    seen = {"name": member["user"]["username"], "role": member["role"]}
    assert (seen, member["rev"]) == (write.shows, evening.have + 1)
    assert (missed["head"], missed["messages"]) == (evening.have + 1, [])


@pytest.mark.parametrize("write", OF_THE_ROOM, ids=lambda write: f"{named(write)} {[*write.body]}")
def test_what_became_of_the_room(evening: Evening, write: Write) -> None:
    evening.write(write)
    missed = evening.missed(evening.hearth.id, evening.have)
    assert {**missed["room"], **write.shows} == missed["room"]
    assert (missed["head"], missed["room"]["rev"]) == (evening.have + 1, evening.have + 1)


@pytest.mark.parametrize("write", QUIET, ids=named)
def test_what_is_nobody_elses_takes_no_rev(evening: Evening, write: Write) -> None:
    evening.write(write)
    missed = evening.missed(evening.hearth.id, evening.have)
    assert missed == {"head": evening.have, "messages": [], "members": [], "complete": True}


@pytest.mark.parametrize("write", NEW_ROOMS, ids=named)
def test_a_new_room_is_in_my_list_and_its_people_come_with_the_first_sync(evening: Evening, write: Write) -> None:
    room = evening.write(write).body
    (listed,) = (one for one in evening.mine() if one["id"] == room["id"])
    assert {**listed, **write.shows, "rev": room["rev"]} == listed
    missed = evening.missed(room["id"], 0)
    people = {evening.hearth.owner.pk, evening.hearth.member.pk}
    assert {member["user"]["id"] for member in missed["members"]} == people
    assert sorted(member["rev"] for member in missed["members"]) == [1, 2]
    assert missed["head"] == room["rev"] == 2
