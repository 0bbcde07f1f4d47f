"""Who is kept out of a room, by whichever way they come, until the ban is lifted."""

import pytest

from accounts.models import User
from accounts.services import people
from chat import selectors
from chat.models import Ban, Room
from chat.services.authority import Administrator, Member
from chat.services.rooms import bans, direct, invitations, joining, memberships
from core.problems import Problem
from tests.chat.hearth import Hearth, Published, Role
from tests.support.in_process import Api, at_once

pytestmark = pytest.mark.django_db


def ban(hearth: Hearth, user: User, **options: str) -> Ban:
    return bans.ban(by=Member(hearth.owner), room_id=hearth.id, user_id=user.pk, **options)


def expect_kept_out(hearth: Hearth, user: User, token: str) -> None:
    api, before = Api(user), hearth.room.rev
    assert api.get("me/").status == 200
    assert api.post(f"rooms/{hearth.id}/join/").refusal == (403, "banned")
    assert api.post(f"invitations/{token}/").refusal == (403, "banned")
    assert hearth.id not in [room["id"] for room in api.get("rooms/", browse=1).body["results"]]
    assert api.get(f"rooms/{hearth.id}/").refusal == (404, "not_found")
    assert (hearth.room.rev, selectors.summaries_of(user)) == (before, [])


def a_link(hearth: Hearth) -> str:
    return invitations.invite(by=Member(hearth.owner), room_id=hearth.id, lifetime=None, uses=1).token


class TestBan:
    @pytest.mark.parametrize("person", ["member", "former", "stranger"])
    def test_keeps_somebody_out_whether_they_are_in_or_not(self, hearth: Hearth, person: str) -> None:
        user, old = hearth.person(person), a_link(hearth)
        ban(hearth, user)
        expect_kept_out(hearth, user, old)
        expect_kept_out(hearth, user, a_link(hearth))

    def test_removes_who_is_in_and_tells_room_and_sockets(self, hearth: Hearth, published: Published) -> None:
        ban(hearth, hearth.member)
        ((group, frame),) = published.frames
        assert (group, frame["type"], frame["role"]) == (f"room.{hearth.id}", "member", None)
        ended = {"type": "membership.ended", "room": hearth.id, "me": 2}
        assert published.events == [(f"user.{hearth.member.pk}", ended)]

    def test_of_who_is_not_in_is_told_to_nobody(self, hearth: Hearth, published: Published) -> None:
        before = hearth.room.rev
        ban(hearth, hearth.stranger)
        bans.lift(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.stranger.pk)
        assert (published.sent, hearth.room.rev) == ([], before)

    def test_a_closed_account_is_shown_to_those_alone_who_met_it_here(self, hearth: Hearth) -> None:
        for user in (hearth.stranger, hearth.former, hearth.member):
            people.set_active(user=user, active=False)
        with pytest.raises(Problem, match="not_found"):
            ban(hearth, hearth.stranger)
        assert ban(hearth, hearth.former).user == hearth.former
        assert ban(hearth, hearth.member).user == hearth.member

    def test_twice_is_once(self, hearth: Hearth, published: Published) -> None:
        first, sent = ban(hearth, hearth.member, reason=" Advertising "), list(published.sent)
        published.clear()
        again = bans.ban(by=Member(hearth.moderator), room_id=hearth.id, user_id=hearth.member.pk, reason="")
        assert (again, again.reason, again.banned_by) == (first, "Advertising", hearth.owner)
        assert published.sent == sent

    def test_uses_up_no_invitation(self, hearth: Hearth) -> None:
        ban(hearth, hearth.stranger)
        token = a_link(hearth)
        expect_kept_out(hearth, hearth.stranger, token)
        assert invitations.accept(by=hearth.former, token=token) == hearth.room

    def test_is_of_one_room(self, hearth: Hearth) -> None:
        ban(hearth, hearth.stranger)
        kitchen = Api(hearth.owner).post("rooms/", {"kind": "public", "name": "Kitchen"}).body
        assert Api(hearth.stranger).post(f"rooms/{kitchen['id']}/join/").status == 200
        assert direct.open_direct(by=hearth.stranger, others=[hearth.owner.pk]).created

    @pytest.mark.parametrize("person", ["owner", "moderator"])
    def test_a_moderator_bans_neither_owner_nor_moderator(self, hearth: Hearth, person: str) -> None:
        other = hearth.person(person)
        hearth.set_role(hearth.member, Role.MODERATOR)
        with pytest.raises(Problem, match="forbidden"):
            bans.ban(by=Member(hearth.member), room_id=hearth.id, user_id=other.pk)
        assert not Ban.objects.exists()
        assert hearth.membership(other).is_current

    def test_who_moderated_once_can_be_banned_by_a_moderator(self, hearth: Hearth) -> None:
        hearth.set_role(hearth.member, Role.MODERATOR)
        memberships.leave(by=hearth.member, room_id=hearth.id)
        assert bans.ban(by=Member(hearth.moderator), room_id=hearth.id, user_id=hearth.member.pk)

    def test_the_only_owner_is_not_banned(self, hearth: Hearth) -> None:
        by = Administrator(hearth.stranger)
        with pytest.raises(Problem, match="last_owner"):
            bans.ban(by=by, room_id=hearth.id, user_id=hearth.owner.pk)
        assert not Ban.objects.exists()

    def test_nobody_bans_themselves_or_nobody(self, hearth: Hearth) -> None:
        api = Api(hearth.owner)
        assert api.put(f"rooms/{hearth.id}/bans/{hearth.owner.pk}/").refusal == (403, "forbidden")
        assert api.put(f"rooms/{hearth.id}/bans/{2**62}/").refusal == (404, "not_found")

    def test_direct_rooms_have_none(self, hearth: Hearth) -> None:
        room = direct.open_direct(by=hearth.owner, others=[hearth.member.pk]).room
        api = Api(hearth.owner)
        assert api.put(f"rooms/{room.pk}/bans/{hearth.member.pk}/").refusal == (403, "forbidden")
        assert api.get(f"rooms/{room.pk}/bans/").refusal == (403, "forbidden")
        assert not Ban.objects.exists()

    def test_is_possible_in_an_archived_room(self, hearth: Hearth) -> None:
        hearth.archive()
        ban(hearth, hearth.member)
        bans.lift(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)
        assert not Ban.objects.exists()


class TestAddingTheBanned:
    def test_takes_lifting_the_ban(self, hearth: Hearth) -> None:
        ban(hearth, hearth.stranger)
        answer = Api(hearth.moderator).post(f"rooms/{hearth.id}/members/", {"users": [hearth.stranger.pk]})
        assert (answer.refusal, answer.body["users"]) == ((403, "banned"), [hearth.stranger.pk])

    def test_is_nothing_for_a_member_who_is_told_of_no_ban(self, hearth: Hearth) -> None:
        ban(hearth, hearth.stranger)
        answer = Api(hearth.member).post(f"rooms/{hearth.id}/members/", {"users": [hearth.stranger.pk]})
        assert (answer.refusal, answer.body["users"]) == ((403, "forbidden"), [hearth.stranger.pk])
        assert "ban" not in answer.body["detail"]

    def test_nobody_else_is_added_with_them(self, hearth: Hearth) -> None:
        ban(hearth, hearth.stranger)
        api, users = Api(hearth.moderator), [hearth.stranger.pk, hearth.former.pk]
        assert api.post(f"rooms/{hearth.id}/members/", {"users": users}).refusal == (403, "banned")
        assert not hearth.membership(hearth.former).is_current
        assert api.post(f"rooms/{hearth.id}/members/", {"users": [hearth.former.pk]}).status == 201


class TestLifting:
    @pytest.mark.parametrize("person", ["owner", "moderator"])
    def test_lets_them_come_back_and_brings_nobody(self, hearth: Hearth, person: str) -> None:
        ban(hearth, hearth.member)
        for _ in range(2):
            bans.lift(by=Member(hearth.person(person)), room_id=hearth.id, user_id=hearth.member.pk)
        assert not hearth.membership(hearth.member).is_current
        joining.join(by=hearth.member, room_id=hearth.id)
        assert hearth.membership(hearth.member).role == Role.MEMBER

    def test_of_another_room_does_nothing(self, hearth: Hearth) -> None:
        ban(hearth, hearth.member)
        kitchen = Api(hearth.member).post("rooms/", {"kind": "public", "name": "Kitchen"}).body
        assert Api(hearth.member).delete(f"rooms/{kitchen['id']}/bans/{hearth.member.pk}/").status == 204
        assert Api(hearth.member).delete(f"rooms/{hearth.id}/bans/{hearth.member.pk}/").refusal == (404, "not_found")
        assert Ban.objects.count() == 1


class TestOverRest:
    @pytest.mark.parametrize(
        ("query", "body"), [("", {"ban": True, "reason": "Advertising"}), ("?ban=1&reason=Advertising", None)]
    )
    def test_removing_can_ban_twice_as_once(self, hearth: Hearth, query: str, body: object) -> None:
        path = f"rooms/{hearth.id}/members/{hearth.member.pk}/{query}"
        for _ in range(2):
            assert Api(hearth.moderator).call("DELETE", path, body).status == 204
        (found,) = Ban.objects.all()
        assert (found.user, found.banned_by, found.reason) == (hearth.member, hearth.moderator, "Advertising")

    @pytest.mark.parametrize(("query", "body"), [("", None), ("", {"ban": False}), ("?ban=0", None)])
    def test_removing_alone_bans_nobody(self, hearth: Hearth, query: str, body: object) -> None:
        path = f"rooms/{hearth.id}/members/{hearth.member.pk}/{query}"
        assert Api(hearth.moderator).call("DELETE", path, body).status == 204
        assert not Ban.objects.exists()
        assert Api(hearth.member).post(f"rooms/{hearth.id}/join/").status == 200

    def test_a_ban_is_answered_and_listed(self, hearth: Hearth) -> None:
        api = Api(hearth.owner)
        made = api.put(f"rooms/{hearth.id}/bans/{hearth.stranger.pk}/", {"reason": "Advertising"})
        assert (made.status, made.body["user"]["id"]) == (200, hearth.stranger.pk)
        assert (made.body["banned_by"]["id"], made.body["reason"]) == (hearth.owner.pk, "Advertising")
        api.put(f"rooms/{hearth.id}/bans/{hearth.former.pk}/")
        listed = api.get(f"rooms/{hearth.id}/bans/", limit=1).body
        assert [each["user"]["id"] for each in listed["results"]] == [hearth.former.pk]
        assert listed["next"]
        assert api.get(f"rooms/{hearth.id}/bans/").body["results"][1] == made.body

    def test_members_see_none(self, hearth: Hearth) -> None:
        assert Api(hearth.member).get(f"rooms/{hearth.id}/bans/").refusal == (403, "forbidden")

    def test_a_reason_has_its_length(self, hearth: Hearth) -> None:
        answer = Api(hearth.owner).put(f"rooms/{hearth.id}/bans/{hearth.stranger.pk}/", {"reason": "x" * 201})
        assert answer.fields == {"reason": ["max_length"]}


@pytest.mark.django_db(transaction=True)
def test_of_two_bans_and_a_join_at_once_the_ban_is_what_stays(hearth: Hearth) -> None:
    def join() -> None:
        Api(hearth.stranger).post(f"rooms/{hearth.id}/join/")

    at_once(join, lambda: ban(hearth, hearth.stranger) and None, lambda: ban(hearth, hearth.stranger) and None)
    assert Ban.objects.count() == 1
    assert not Room.objects.for_member(hearth.stranger).exists()
