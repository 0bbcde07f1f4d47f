"""The header Idempotency-Key: what it is, whose it is, how long, and what comes of two calls at once."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from accounts.models import IdempotencyKey, Session, User
from accounts.models.idempotency_key import KEPT
from accounts.services import idempotency
from accounts.services.idempotency import Once
from chat.models import Membership, Room, RoomInvitation
from chat.services.authority import Member
from chat.services.rooms import memberships, rooms
from tests.chat.hearth import Hearth, Role
from tests.idempotency.scene import profile
from tests.support.in_process import Answer, Api, a_user, at_once

pytestmark = pytest.mark.django_db

ROOM = {"kind": "private", "name": "Den"}


def keyed(key: str | None = None) -> dict[str, str]:
    return {"Idempotency-Key": key or str(uuid.uuid4())}


@pytest.fixture
def hanako() -> User:
    return a_user("hanako", is_staff=True, is_superuser=True)


@pytest.fixture
def api(hanako: User) -> Api:
    return Api(hanako)


class TestTheKey:
    @pytest.mark.parametrize("key", ["", " ", "with space", "x" * 129, "é", "naïve", "tab\there"])
    def test_what_is_none_is_refused_before_anything_is_made(self, api: Api, key: str) -> None:
        for path, body in (("rooms/", ROOM), ("invitations/", {})):
            assert api.post(path, body, {"Idempotency-Key": key}).refusal == (400, "invalid")
        assert Api().post("register/", profile("kenji"), {"Idempotency-Key": key}).refusal == (400, "invalid")
        assert not Room.objects.exists()
        assert User.objects.count() == 1

    @pytest.mark.parametrize("key", ["x", "~" * 128, '"5f0c8f0e-9f58-4c59-8a7e-1f0e3c1d2b4a"', "0"])
    def test_what_is_one(self, api: Api, key: str) -> None:
        ids = {api.post("rooms/", ROOM, keyed(key)).body["id"] for _ in range(2)}
        assert ids == set(Room.objects.values_list("pk", flat=True))

    def test_without_one_each_call_makes_something(self, api: Api) -> None:
        for _ in range(2):
            assert api.post("rooms/", ROOM).status == 201
        assert Room.objects.count() == 2
        assert not IdempotencyKey.objects.exists()

    def test_something_else_under_a_known_one_is_a_conflict(self, api: Api) -> None:
        headers = keyed()
        api.post("rooms/", ROOM, headers)
        assert api.post("rooms/", {**ROOM, "name": "Attic"}, headers).refusal == (409, "idempotency_conflict")
        assert api.post("rooms/", dict(reversed(ROOM.items())), headers).status == 201
        assert Room.objects.get().name == "Den"

    def test_each_person_and_each_call_has_its_own(self, api: Api) -> None:
        headers, kenji = keyed(), Api(a_user("kenji"))
        made = [caller.post("rooms/", ROOM, headers).body["id"] for caller in (api, kenji)]
        assert len(set(made)) == 2
        assert api.post("invitations/", {}, headers).status == 201
        tokens = {api.post(f"rooms/{id}/invitations/", {}, headers).body.get("token") for id in self.two_rooms(api)}
        assert len(tokens - {None}) == 2

    def two_rooms(self, api: Api) -> list[int]:
        return [api.post("rooms/", {**ROOM, "name": name}).body["id"] for name in ("Attic", "Loft")]

    def test_a_refused_call_uses_none_up(self, api: Api) -> None:
        headers, nobody = keyed(), 2**40
        refused = api.post("rooms/", {**ROOM, "members": [nobody]}, headers)
        assert refused.fields == {"users": ["does_not_exist"]}
        assert api.post("rooms/", ROOM, headers).status == 201

    def test_nothing_that_was_sent_or_answered_can_be_read(self, api: Api, hanako: User) -> None:
        key = "a-key-of-mine"
        room = api.post("rooms/", ROOM, keyed(key)).body["id"]
        token = api.post(f"rooms/{room}/invitations/", {"uses": 7}, keyed(key)).body["token"]
        rows = repr(list(IdempotencyKey.objects.values()))
        assert not [secret for secret in (key, "Den", token, hanako.password) if secret in rows]

    def test_after_a_day_it_is_forgotten(self, api: Api) -> None:
        headers = keyed()
        first = api.post("rooms/", ROOM, headers).body["id"]
        IdempotencyKey.objects.update(at=timezone.now() - KEPT + timedelta(minutes=1))
        assert api.post("rooms/", ROOM, headers).body["id"] == first
        IdempotencyKey.objects.update(at=timezone.now() - KEPT)
        assert api.post("rooms/", {**ROOM, "name": "Attic"}, headers).body["id"] != first
        assert IdempotencyKey.objects.count() == 1

    def test_they_are_bounded(self, hanako: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(idempotency, "MOST", 5)
        kenji = a_user("kenji")
        idempotency.remember(Once.of(kenji, "call", "old"), 1)
        IdempotencyKey.objects.update(at=timezone.now() - KEPT)
        for number in range(9):
            idempotency.remember(Once.of(hanako, "call", str(number)), number)
        assert [row.made for row in IdempotencyKey.objects.order_by("pk")] == ["3", "4", "5", "6", "7", "8"]

    def test_quotas_count_a_call_once(self, api: Api, settings: Settings) -> None:
        settings.ACCOUNT_RATES = {
            **settings.ACCOUNT_RATES,
            "create_room": {"anywhere": "1/day"},
            "invite": {"anywhere": "1/day"},
        }
        headers = keyed()
        rooms = [api.post("rooms/", ROOM, headers) for _ in range(3)]
        assert [answer.status for answer in rooms] == [201] * 3
        path = f"rooms/{rooms[0].body['id']}/invitations/"
        assert [api.post(path, {}, headers).status for _ in range(3)] == [201] * 3
        assert api.post("rooms/", ROOM, keyed()).refusal == (429, "rate_limited")


class TestWhatTheThingIsByNow:
    def test_a_room_as_it_is(self, api: Api, hanako: User) -> None:
        headers = keyed()
        room = api.post("rooms/", ROOM, headers).body["id"]
        rooms.change(by=Member(hanako), room_id=room, name="Attic")
        assert api.post("rooms/", ROOM, headers).body["name"] == "Attic"

    def test_a_room_of_others_by_now_is_not_found(self, api: Api, hanako: User) -> None:
        headers, kenji = keyed(), a_user("kenji")
        room = api.post("rooms/", {**ROOM, "members": [kenji.pk]}, headers).body["id"]
        memberships.change_role(by=Member(hanako), room_id=room, user_id=kenji.pk, role=Role.OWNER)
        memberships.leave(by=hanako, room_id=room)
        assert api.post("rooms/", {**ROOM, "members": [kenji.pk]}, headers).refusal == (404, "not_found")

    def test_people_who_left_after_they_were_added_are_not_added_again(self, hearth: Hearth) -> None:
        api, path, body = Api(hearth.owner), f"rooms/{hearth.id}/members/", {"users": [hearth.stranger.pk]}
        headers = keyed()
        assert [each["user"]["id"] for each in api.post(path, body, headers).body["results"]] == body["users"]
        memberships.leave(by=hearth.stranger, room_id=hearth.id)
        assert api.post(path, body, headers).body == {"results": []}
        memberships.leave(by=hearth.member, room_id=hearth.id)
        assert not hearth.membership(hearth.stranger).is_current

    def test_a_revoked_invitation_is_told_to_nobody(self, hearth: Hearth) -> None:
        api, path, headers = Api(hearth.owner), f"rooms/{hearth.id}/invitations/", keyed()
        made = api.post(path, {}, headers).body
        assert api.post(path, {}, headers).body == made
        api.delete(f"{path}{made['id']}/")
        assert api.post(path, {}, headers).refusal == (404, "not_found")
        # A day later the key is good for another one, with another token: what was revoked stays so.
        IdempotencyKey.objects.update(at=timezone.now() - KEPT)
        assert api.post(path, {}, headers).body["token"] != made["token"]
        assert Api().get(f"invitations/{made['token']}/").refusal == (403, "invitation_invalid")

    def test_a_token_is_told_again_to_who_may_see_invitations(self, hearth: Hearth) -> None:
        api, path, headers = Api(hearth.moderator), f"rooms/{hearth.id}/invitations/", keyed()
        assert api.post(path, {}, headers).status == 201
        hearth.archive()
        assert api.post(path, {}, headers).status == 201
        Membership.objects.filter(user=hearth.moderator).update(role=Role.MEMBER)
        assert api.post(path, {}, headers).refusal == (403, "forbidden")
        memberships.leave(by=hearth.moderator, room_id=hearth.id)
        assert api.post(path, {}, headers).refusal == (404, "not_found")

    def test_nobody_else_gets_the_token_by_the_key(self, hearth: Hearth) -> None:
        path, headers = f"rooms/{hearth.id}/invitations/", keyed("0")
        tokens = {Api(user).post(path, {}, headers).body["token"] for user in (hearth.owner, hearth.moderator)}
        assert len(tokens) == 2

    def test_a_token_outlives_the_secret_it_was_made_with(self, hearth: Hearth, settings: Settings) -> None:
        api, path, headers = Api(hearth.owner), f"rooms/{hearth.id}/invitations/", keyed()
        made = api.post(path, {}, headers).body
        settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
            [settings.SECRET_KEY],
            "another secret, as long as the first",
        )
        assert Api(hearth.owner).post(path, {}, headers).body["token"] == made["token"]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_calls_make_one_room(self, api: Api) -> None:
        answers = both(partial(api.post, "rooms/", ROOM, keyed()))
        assert {(answer.status, answer.body["id"]) for answer in answers} == {(201, Room.objects.get().pk)}
        assert Membership.objects.count() == 1

    def test_and_one_invitation(self, hearth: Hearth) -> None:
        headers = keyed()
        answers = both(lambda: Api(hearth.owner).post(f"rooms/{hearth.id}/invitations/", {}, headers))
        assert {answer.body["id"] for answer in answers} == {RoomInvitation.objects.get().pk}
        assert len({answer.body["token"] for answer in answers}) == 1

    def test_and_one_account(self, hanako: User) -> None:
        headers = keyed()
        answers = both(lambda: Api().post("register/", profile("kenji"), headers))
        assert [answer.status for answer in answers] == [201] * len(answers)
        assert {answer.body["session"] for answer in answers} == {str(Session.objects.get().pk)}

    def test_of_two_different_ones_under_one_key_one_is_a_conflict(self, api: Api) -> None:
        headers = keyed()
        bodies = [ROOM, {**ROOM, "name": "Attic"}]
        answers = at_once(*[partial(api.post, "rooms/", body, headers) for body in bodies])
        assert sorted(answer.status for answer in answers) == [201, 409]
        assert Room.objects.count() == 1

    def test_one_that_fails_lets_the_other_one_make_it(self, hanako: User) -> None:
        """Neither the thing nor its key is there until both are."""
        once = Once.of(hanako, "call", "key")
        with transaction.atomic():
            idempotency.remember(once, 1)
            transaction.set_rollback(True)
        assert idempotency.known(once) is None


def both(call: Callable[[], Answer]) -> list[Answer]:
    return at_once(*[call] * 4)
