"""What is in a room is for those in it: not for a stranger, not for who has left, not for anybody without a token.

Every call is in one of these lists; one that is new fails `test_no_call_is_forgotten` until it is, too.
"""

import re

import pytest
from django.urls import get_resolver

from chat import selectors
from chat.models import Ban, Departure, Draft, Membership, Message, MessageFile, Reaction, Room, RoomInvitation
from chat.services.authority import Member
from chat.services.messages import pins, reactions
from chat.services.rooms import invitations
from files.models import File
from tests.chat.hearth import Hearth
from tests.files.a_file import a_file
from tests.files.stored import unused
from tests.support.in_process import Answer, Api
from tests.support.protocol_document import Call
from tests.support.routes import calls_of

pytestmark = pytest.mark.django_db

TOO_LARGE = 2**63

# About something in a room.
INSIDE = [
    ("GET", "rooms/{room}/"),
    ("PATCH", "rooms/{room}/"),
    LEAVE := ("POST", "rooms/{room}/leave/"),
    ("PUT", "rooms/{room}/picture/"),
    ("DELETE", "rooms/{room}/picture/"),
    ("POST", "rooms/{room}/stay/"),
    ("POST", "rooms/{room}/read/"),
    ("POST", "rooms/{room}/unread/"),
    ("PATCH", "rooms/{room}/mine/"),
    ("PUT", "rooms/{room}/draft/"),
    ("GET", "rooms/{room}/invitations/"),
    ("POST", "rooms/{room}/invitations/"),
    ("DELETE", "rooms/{room}/invitations/{invitation}/"),
    ("GET", "rooms/{room}/members/"),
    ("POST", "rooms/{room}/members/"),
    ("PATCH", "rooms/{room}/members/{user}/"),
    ("DELETE", "rooms/{room}/members/{user}/"),
    ("GET", "rooms/{room}/bans/"),
    ("PUT", "rooms/{room}/bans/{user}/"),
    ("DELETE", "rooms/{room}/bans/{user}/"),
    ("GET", "rooms/{room}/opening/"),
    ("GET", "rooms/{room}/messages/"),
    ("POST", "rooms/{room}/messages/"),
    ("GET", "rooms/{room}/files/"),
    ("GET", "rooms/{room}/pins/"),
    ("GET", "messages/{message}/"),
    ("PATCH", "messages/{message}/"),
    ("DELETE", "messages/{message}/"),
    ("POST", "messages/{message}/restore/"),
    ("GET", "messages/{message}/edits/"),
    ("GET", "messages/{message}/thread/"),
    ("PUT", "messages/{message}/pin/"),
    ("DELETE", "messages/{message}/pin/"),
    ("PUT", "messages/{message}/reactions/{emoji}/"),
    ("DELETE", "messages/{message}/reactions/{emoji}/"),
    # Of somebody in the room.
    ("GET", "users/{user}/"),
]
# For everybody who is signed in, about no room or about one they are not in yet.
OUTSIDE = [
    ("GET", "rooms/"),
    ("POST", "rooms/"),
    ("POST", "rooms/{room}/join/"),
    ("POST", "direct/"),
    ("GET", "drafts/"),
    ("POST", "rooms/read/"),
    ("GET", "rooms/latest/"),
    ("GET", "sections/"),
    ("POST", "sections/"),
    ("PATCH", "sections/{section}/"),
    ("DELETE", "sections/{section}/"),
    ("POST", "invitations/{token}/"),
    ("POST", "sync/"),
]
# For everybody.
PUBLIC = [("GET", "invitations/{token}/"), ("GET", "setup/"), ("POST", "setup/")]

BODY = {
    "name": "Mine",
    "seq": 1,
    "users": [1],
    "role": "owner",
    "text": "x",
    "at": "2026-11-20T09:12:00Z",
    "nonce": "5f0c8f0e-9f58-4c59-8a7e-1f0e3c1d2b4a",
    "muted": True,
    "file": "5f0c8f0e-9f58-4c59-8a7e-1f0e3c1d2b4a",
    "files": [],
}

outsiders = pytest.mark.parametrize("person", ["former", "stranger"])
kinds = pytest.mark.parametrize("kind", [Room.Kind.PUBLIC, Room.Kind.PRIVATE])


class Furnished(Hearth):
    """With one of everything that can be taken away."""

    def __init__(self, kind: str = Room.Kind.PUBLIC) -> None:
        super().__init__(kind)
        self.message = self.say("secret", files=(a_file(self.owner).pk,))
        unused(self.owner, kind="photo", pk=BODY["file"])
        pins.pin(by=self.owner, message_id=self.message.pk)
        reactions.add(by=self.owner, message_id=self.message.pk, emoji="🍵")
        made = invitations.invite(by=Member(self.owner), room_id=self.id, lifetime=None, uses=None)
        self.invitation, self.token = made

    def filled(self, path: str) -> str:
        return path.format(
            room=self.id,
            user=self.member.pk,
            message=self.message.pk,
            invitation=self.invitation.pk,
            emoji="🍵",
            token=self.token,
            section=1,
        )


def everything() -> list[object]:
    """All that a write could change."""
    tables = (Room, Membership, Message, MessageFile, File, Reaction, Draft, RoomInvitation, Ban, Departure)
    return [list(table._default_manager.order_by("pk").values()) for table in tables]


def test_no_call_is_forgotten() -> None:
    known = {Call(method, "/api/" + re.sub(r"{\w+}", "{}", path)) for method, path in [*INSIDE, *OUTSIDE, *PUBLIC]}
    assert known == {*calls_of(get_resolver("chat.api.urls").url_patterns, "/api/")}


@kinds
@outsiders
@pytest.mark.parametrize(("method", "path"), INSIDE)
def test_a_room_of_others_is_as_unknown_as_none(kind: str, person: str, method: str, path: str) -> None:
    hearth = Furnished(kind)
    before = everything()
    api = Api(hearth.person(person))
    assert api.get("me/").status == 200
    refused = api.call(method, hearth.filled(path), BODY)
    if (person, (method, path)) == ("former", LEAVE):
        # They know of the room, and leaving twice is leaving once.
        assert (refused.status, everything()) == (204, before)
        return
    assert refused.refusal == (404, "not_found")
    for missing in (hearth.id + 999, 0, TOO_LARGE, 10**30):
        nowhere = path.format(room=missing, user=hearth.member.pk, message=missing, invitation=missing, emoji="🍵")
        assert api.call(method, nowhere, BODY).body == refused.body
    assert everything() == before


# The only owner cannot leave.
@pytest.mark.parametrize(("method", "path"), [call for call in INSIDE if "leave" not in call[1]])
def test_who_is_in_the_room_finds_it(method: str, path: str) -> None:
    """Otherwise the outsiders' answers would say nothing."""
    hearth = Furnished()
    body = {**BODY, "users": [hearth.stranger.pk]}
    assert Api(hearth.owner).call(method, hearth.filled(path), body).status in (200, 201, 204)


@pytest.mark.parametrize(("method", "path"), [*INSIDE, *OUTSIDE])
def test_nobody_gets_in_without_a_token(method: str, path: str) -> None:
    hearth = Furnished()
    before = everything()
    assert Api().call(method, hearth.filled(path), BODY).refusal == (401, "not_authenticated")
    assert everything() == before


@outsiders
class TestListsOfEverybody:
    """What is asked of no room in particular tells nothing of one that is not mine."""

    def api(self, hearth: Hearth, person: str) -> Api:
        return Api(hearth.person(person))

    def test_rooms(self, hearth: Hearth, person: str) -> None:
        assert self.api(hearth, person).get("rooms/").body["results"] == []

    def test_private_rooms_to_join(self, person: str) -> None:
        hearth = Hearth(Room.Kind.PRIVATE)
        api = self.api(hearth, person)
        assert api.get("rooms/", browse=1).body["results"] == []
        assert api.post(f"rooms/{hearth.id}/join/").refusal == (404, "not_found")

    def test_sync(self, hearth: Hearth, person: str) -> None:
        hearth.say("secret")
        asked = {"epoch": str(selectors.epoch()), "rooms": {str(hearth.id): 0}}
        answer: Answer = self.api(hearth, person).post("sync/", asked)
        assert answer.body["rooms"] == {str(hearth.id): {"gone": True}}

    def test_the_newest_message(self, hearth: Hearth, person: str) -> None:
        hearth.say("secret")
        missing = {"rooms": f"{hearth.id + 999}"}
        for asked in ({"rooms": f"{hearth.id}"}, missing):
            assert self.api(hearth, person).get("rooms/latest/", **asked).body == {"messages": []}
        assert len(Api(hearth.member).get("rooms/latest/", rooms=f"{hearth.id}").body["messages"]) == 1

    def test_read_markers(self, hearth: Hearth, person: str) -> None:
        seq = hearth.say("secret").seq
        before = everything()
        answer = self.api(hearth, person).post("rooms/read/", {"rooms": {str(hearth.id): seq}})
        assert (answer.body, everything()) == ({"rooms": {}}, before)

    def test_drafts(self, hearth: Hearth, person: str) -> None:
        hearth.say("secret")
        Draft.objects.create(user=hearth.person(person), room_id=hearth.id, text="of then", at="2026-11-20T09:12Z")
        assert self.api(hearth, person).get("drafts/").body == {"drafts": []}
