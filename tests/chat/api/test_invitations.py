"""The REST door to links into a room."""

from typing import Any

import pytest
from django.utils.dateparse import parse_datetime

from chat.models import RoomInvitation
from tests.chat.hearth import Hearth
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db

Made = dict[str, Any]


@pytest.fixture
def hearth() -> Hearth:
    return Hearth("private")


@pytest.fixture
def moderator(hearth: Hearth) -> Api:
    return Api(hearth.moderator)


def invite(api: Api, hearth: Hearth, **options: Any) -> Made:
    answer = api.post(f"rooms/{hearth.id}/invitations/", options)
    assert answer.status == 201, answer
    made: Made = answer.body
    return made


def test_the_token_is_told_once_and_in_no_part_of_a_link_that_servers_see(hearth: Hearth, moderator: Api) -> None:
    made = invite(moderator, hearth, expires_in=3600, uses=5)
    assert made["url"].endswith(f"/join#{made['token']}")
    (listed,) = moderator.get(f"rooms/{hearth.id}/invitations/").body["results"]
    assert listed == {
        "id": made["id"],
        "made_by": listed["made_by"],
        "created_at": listed["created_at"],
        "expires_at": made["expires_at"],
        "uses_left": 5,
    }
    assert listed["made_by"]["username"] == "kenji"


@pytest.mark.parametrize(
    ("options", "days", "uses"),
    [({}, 7, None), ({"expires_in": None, "uses": None}, None, None), ({"expires_in": 86400, "uses": 1}, 1, 1)],
)
def test_it_lasts_as_long_as_was_said(
    hearth: Hearth, moderator: Api, options: Any, days: int | None, uses: int | None
) -> None:
    made = invite(moderator, hearth, **options)
    stored = RoomInvitation.objects.get(pk=made["id"])
    lifetime = None if stored.expires_at is None else round((stored.expires_at - stored.created_at).total_seconds())
    assert (lifetime, stored.uses_left) == (days and days * 86400, uses)
    assert made["uses_left"] == uses
    assert (made["expires_at"] and parse_datetime(made["expires_at"])) == stored.expires_at


def test_who_follows_it_sees_where_it_leads_and_comes_in(hearth: Hearth, moderator: Api) -> None:
    path = f"invitations/{invite(moderator, hearth, uses=1)['token']}/"
    assert Api(hearth.stranger).get(f"rooms/{hearth.id}/").refusal == (404, "not_found")
    shown = {"name": "Hearth", "topic": "", "member_count": 3, "valid": True}
    for api in (Api(), Api(hearth.stranger)):
        body = api.get(path).body
        assert body.pop("invited_by")["username"] == "kenji"
        assert body == shown
    joined = Api(hearth.stranger).post(path)
    assert (joined.status, joined.body["id"], joined.body["role"]) == (200, hearth.id, "member")
    assert Api().get(path).refusal == (403, "invitation_invalid")
    assert Api(hearth.former).post(path).refusal == (403, "invitation_invalid")


def test_of_an_archived_room_it_says_so(hearth: Hearth, moderator: Api) -> None:
    path = f"invitations/{invite(moderator, hearth)['token']}/"
    hearth.archive()
    assert Api().get(path).body["valid"] is False
    assert Api(hearth.stranger).post(path).refusal == (409, "room_archived")


def test_revoked_it_leads_nowhere(hearth: Hearth, moderator: Api) -> None:
    made = invite(moderator, hearth)
    path = f"rooms/{hearth.id}/invitations/{made['id']}/"
    assert moderator.delete(path).status == 204
    assert Api().get(f"invitations/{made['token']}/").refusal == (403, "invitation_invalid")
    assert moderator.delete(path).status == 204
    assert Api(hearth.owner).delete(path).status == 204
    assert Api(hearth.member).delete(path).refusal == (403, "forbidden")
    assert Api(hearth.stranger).delete(path).refusal == (404, "not_found")


@pytest.mark.parametrize("token", ["x" * 22, "x", "_" * 64])
def test_one_that_never_was_leads_nowhere(hearth: Hearth, token: str) -> None:
    assert Api().get(f"invitations/{token}/").refusal == (403, "invitation_invalid")
    assert Api(hearth.stranger).post(f"invitations/{token}/").refusal == (403, "invitation_invalid")


def test_a_member_makes_none(hearth: Hearth) -> None:
    member = Api(hearth.member)
    assert member.post(f"rooms/{hearth.id}/invitations/", {}).refusal == (403, "forbidden")
    assert member.get(f"rooms/{hearth.id}/invitations/").refusal == (403, "forbidden")


@pytest.mark.parametrize(
    ("options", "fields"),
    [
        ({"expires_in": 59}, {"expires_in": ["min_value"]}),
        ({"expires_in": 400 * 86400}, {"expires_in": ["max_value"]}),
        ({"uses": 0}, {"uses": ["min_value"]}),
        ({"uses": "many"}, {"uses": ["invalid"]}),
    ],
)
def test_what_is_wrong_makes_none(hearth: Hearth, moderator: Api, options: Any, fields: Any) -> None:
    assert moderator.post(f"rooms/{hearth.id}/invitations/", options).fields == fields
    assert not RoomInvitation.objects.exists()
