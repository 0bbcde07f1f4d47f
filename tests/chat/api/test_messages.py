"""The REST door to messages: history, sending, editing, deleting, catching up."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from django.utils import timezone

from chat import payloads, selectors
from chat.models import Membership, Message, Room
from tests.chat.hearth import Hearth
from tests.support.in_process import Answer, Api

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(hearth: Hearth) -> Api:
    return Api(hearth.owner)


@pytest.fixture
def member(hearth: Hearth) -> Api:
    return Api(hearth.member)


def send(api: Api, hearth: Hearth, **body: Any) -> Answer:
    return api.post(f"rooms/{hearth.id}/messages/", {"nonce": str(uuid.uuid4()), "text": "tea", **body})


class TestSend:
    def test_a_message_is_answered_whole(self, hearth: Hearth, member: Api) -> None:
        nonce = str(uuid.uuid4())
        answer = send(member, hearth, nonce=nonce, text="お茶が入りました")
        assert answer.status == 201
        stored = Message.objects.select_related("author").get()
        assert answer.body == msgspec.json.decode(msgspec.json.encode(payloads.Message.of(stored)))
        assert (answer.body["nonce"], answer.body["text"], answer.body["author"]["username"]) == (
            nonce,
            "お茶が入りました",
            "yuki",
        )

    def test_the_author_is_who_the_token_says(self, hearth: Hearth, member: Api) -> None:
        assert send(member, hearth, author=hearth.owner.pk).body["author"]["id"] == hearth.member.pk

    def test_a_known_nonce_is_answered_with_what_is_stored(self, hearth: Hearth, owner: Api) -> None:
        nonce = str(uuid.uuid4())
        first = send(owner, hearth, nonce=nonce)
        again = send(owner, hearth, nonce=nonce, text="coffee")
        assert (first.status, again.status) == (201, 200)
        assert again.body == first.body

    def test_in_another_room_a_known_nonce_is_a_conflict(self, hearth: Hearth, owner: Api) -> None:
        nonce = send(owner, hearth).body["nonce"]
        kitchen = owner.post("rooms/", {"kind": "public", "name": "Kitchen"}).body["id"]
        body = {"nonce": nonce, "text": "tea"}
        assert owner.post(f"rooms/{kitchen}/messages/", body).refusal == (409, "nonce_conflict")

    @pytest.mark.parametrize(
        ("text", "code"),
        [("", "text_empty"), ("\u3000 ", "text_empty"), ("\0", "text_empty"), ("🔥" * 10_001, "text_too_long")],
    )
    def test_a_text_that_is_none(self, hearth: Hearth, owner: Api, text: str, code: str) -> None:
        message = hearth.say("draft")
        assert send(owner, hearth, text=text).refusal == (400, code)
        assert owner.patch(f"messages/{message.pk}/", {"text": text}).refusal == (400, code)

    def test_a_text_is_stored_as_it_came(self, hearth: Hearth, owner: Api) -> None:
        assert send(owner, hearth, text=" a\0b \n").body["text"] == " ab \n"
        assert send(owner, hearth, text="🔥" * 10_000).status == 201

    def test_a_lone_surrogate_is_no_json(self, hearth: Hearth, owner: Api) -> None:
        body = b'{"nonce": "5f0c8f0e-9f58-4c59-8a7e-1f0e3c1d2b4a", "text": "\\ud800"}'
        assert owner.post(f"rooms/{hearth.id}/messages/", body).refusal == (400, "invalid_json")

    @pytest.mark.parametrize(
        ("body", "fields"),
        [
            ({"nonce": "1"}, {"nonce": ["invalid"]}),
            ({"nonce": None}, {"nonce": ["null"]}),
            ({"text": None}, {"text": ["null"]}),
            ({"text": ["tea"]}, {"text": ["invalid"]}),
            ({"text": True}, {"text": ["invalid"]}),
            ({"reply_to": 0}, {"reply_to": ["min_value"]}),
            ({"reply_to": "x"}, {"reply_to": ["invalid"]}),
            ({"reply_to": "1" * 1001}, {"reply_to": ["max_string_length"]}),
            ({"reply_to": 999_999}, {"reply_to": ["does_not_exist"]}),
            ({"reply_to": 2**63}, {"reply_to": ["max_value"]}),
            ({"thread": 0}, {"thread": ["min_value"]}),
            ({"thread": 999_999}, {"thread": ["does_not_exist"]}),
        ],
    )
    def test_what_is_wrong_is_not_stored(self, hearth: Hearth, owner: Api, body: Any, fields: Any) -> None:
        assert send(owner, hearth, **body).fields == fields
        assert not Message.objects.exists()

    def test_a_reply(self, hearth: Hearth, owner: Api) -> None:
        first = hearth.say()
        assert send(owner, hearth, reply_to=first.pk).body["reply_to"] == first.pk
        assert send(owner, hearth, reply_to=None).body["reply_to"] is None

    def test_a_reply_in_a_thread(self, hearth: Hearth, owner: Api) -> None:
        root = hearth.say()
        assert send(owner, hearth, thread=root.pk).body["thread"] == root.pk
        assert send(owner, hearth, thread=None).body["thread"] is None


class TestOne:
    def test_a_message_as_it_is(self, hearth: Hearth, member: Api) -> None:
        message = hearth.say()
        assert member.get(f"messages/{message.pk}/").body["text"] == message.text
        deleted = Api(hearth.owner).delete(f"messages/{message.pk}/").body
        assert member.get(f"messages/{message.pk}/").body == deleted

    def test_its_earlier_texts(self, hearth: Hearth, owner: Api, member: Api) -> None:
        sent = send(owner, hearth, text="one").body
        edited = owner.patch(f"messages/{sent['id']}/", {"text": "two"}).body
        owner.patch(f"messages/{sent['id']}/", {"text": "three"})
        assert member.get(f"messages/{sent['id']}/edits/").body == {
            "edits": [{"text": "one", "at": sent["created_at"]}, {"text": "two", "at": edited["edited_at"]}]
        }
        owner.delete(f"messages/{sent['id']}/")
        assert member.get(f"messages/{sent['id']}/edits/").refusal == (404, "not_found")


class TestThread:
    def test_pages(self, hearth: Hearth, member: Api) -> None:
        root = hearth.say()
        replies = [hearth.say(str(turn), thread=root.pk) for turn in range(3)]
        path = f"messages/{root.pk}/thread/"
        newest = member.get(path, limit=2).body
        assert newest["root"] == member.get(f"messages/{root.pk}/").body
        assert [message["id"] for message in newest["messages"]] == [reply.pk for reply in replies[1:]]
        assert (newest["has_before"], newest["has_after"]) == (True, False)
        assert member.get(f"messages/{replies[0].pk}/thread/", limit=2).body == newest
        for cursor, number in (("before", 3), ("after", 10**30)):
            assert member.get(path, **{cursor: number}).status == 200

    @pytest.mark.parametrize(
        ("query", "fields"),
        [
            ({"before": 0}, {"before": ["min_value"]}),
            ({"limit": 201}, {"limit": ["max_value"]}),
            ({"before": 3, "after": 1}, {"non_field_errors": ["invalid"]}),
        ],
    )
    def test_a_page_that_is_none(self, hearth: Hearth, member: Api, query: Any, fields: Any) -> None:
        assert member.get(f"messages/{hearth.say().pk}/thread/", **query).fields == fields


class TestChange:
    def test_an_author_edits(self, hearth: Hearth, member: Api) -> None:
        message = hearth.say("draft", hearth.member)
        answer = member.patch(f"messages/{message.pk}/", {"text": "final"})
        assert (answer.status, answer.body["text"], answer.body["edited_at"] is None) == (200, "final", False)
        assert answer.body["rev"] == hearth.room.rev

    def test_nobody_edits_what_another_said(self, hearth: Hearth, owner: Api) -> None:
        message = hearth.say("mine", hearth.member)
        assert owner.patch(f"messages/{message.pk}/", {"text": "yours"}).refusal == (403, "forbidden")

    def test_a_tombstone(self, hearth: Hearth, owner: Api, member: Api) -> None:
        message = hearth.say("regrettable", hearth.member)
        answer = owner.delete(f"messages/{message.pk}/")
        assert (answer.status, answer.body["text"], answer.body["deleted_at"] is None) == (200, "", False)
        assert owner.delete(f"messages/{message.pk}/").body == answer.body
        assert member.patch(f"messages/{message.pk}/", {"text": "back"}).refusal == (404, "not_found")

    def test_a_member_deletes_only_their_own(self, hearth: Hearth, member: Api) -> None:
        assert member.delete(f"messages/{hearth.say('of another').pk}/").refusal == (403, "forbidden")


class TestHistory:
    def test_pages(self, hearth: Hearth, member: Api) -> None:
        for turn in range(6):
            hearth.say(str(turn))
        path = f"rooms/{hearth.id}/messages/"
        newest = member.get(path, limit=2).body
        assert [message["seq"] for message in newest["messages"]] == [5, 6]
        assert (newest["has_before"], newest["has_after"]) == (True, False)
        for query, seqs in (({"before": 5}, [3, 4]), ({"after": 0}, [1, 2]), ({"around": 3}, [3, 4])):
            assert [message["seq"] for message in member.get(path, limit=2, **query).body["messages"]] == seqs

    @pytest.mark.parametrize(
        ("query", "fields"),
        [
            ({"before": 0}, {"before": ["min_value"]}),
            ({"after": -1}, {"after": ["min_value"]}),
            ({"around": "x"}, {"around": ["invalid"]}),
            ({"limit": 0}, {"limit": ["min_value"]}),
            ({"limit": 201}, {"limit": ["max_value"]}),
            ({"before": 3, "after": 1}, {"non_field_errors": ["invalid"]}),
            ({"at": "yesterday"}, {"at": ["invalid"]}),
            ({"at": "2026-11-20T00:00:00Z", "around": 3}, {"non_field_errors": ["invalid"]}),
        ],
    )
    def test_a_page_that_is_none(self, hearth: Hearth, member: Api, query: Any, fields: Any) -> None:
        assert member.get(f"rooms/{hearth.id}/messages/", **query).fields == fields

    def test_a_date(self, hearth: Hearth, member: Api) -> None:
        noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
        for hour in range(6):
            message = hearth.say(str(hour))
            Message.objects.filter(pk=message.pk).update(created_at=noon + timedelta(hours=hour))
        page = member.get(f"rooms/{hearth.id}/messages/", at="2026-11-20T23:30:00+09:00", limit=2).body
        assert [message["text"] for message in page["messages"]] == ["3", "4"]
        assert (page["has_before"], page["has_after"]) == (True, True)

    @pytest.mark.parametrize("cursor", ["before", "after", "around"])
    def test_a_page_beyond_all_numbers(self, hearth: Hearth, member: Api, cursor: str) -> None:
        hearth.say()
        assert member.get(f"rooms/{hearth.id}/messages/", **{cursor: 10**30}).status == 200


class TestSync:
    def ask(self, api: Api, rooms: Any, epoch: Any = None) -> Answer:
        return api.post("sync/", {"epoch": epoch or str(selectors.epoch()), "rooms": rooms})

    def test_what_i_missed(self, hearth: Hearth, member: Api) -> None:
        have = hearth.room.rev
        message = send(Api(hearth.owner), hearth).body
        answer = self.ask(member, {str(hearth.id): have, "999999": 3})
        assert answer.status == 200
        assert answer.body == {
            "epoch": str(selectors.epoch()),
            "rooms": {
                str(hearth.id): {"head": have + 1, "messages": [message], "members": [], "complete": True},
                "999999": {"gone": True},
            },
        }

    def test_another_epoch(self, hearth: Hearth, member: Api) -> None:
        answer = self.ask(member, {str(hearth.id): hearth.room.rev}, str(uuid.uuid4()))
        room = answer.body["rooms"][str(hearth.id)]
        assert (room["reset"], room["room"]) == (True, member.get(f"rooms/{hearth.id}/").body)

    def test_nothing_asked_is_nothing_answered(self, member: Api) -> None:
        assert self.ask(member, {}).body["rooms"] == {}

    def test_as_many_rooms_as_may_be_asked_for(self, hearth: Hearth, member: Api) -> None:
        created = Room.objects.bulk_create(Room(name=str(turn), rev=2) for turn in range(500))
        now = timezone.now()
        Membership.objects.bulk_create(
            Membership(room=room, user=hearth.member, rev=2, joined_at=now) for room in created
        )
        answer = self.ask(member, {str(room.pk): 1 for room in created})
        assert answer.status == 200
        assert {len(room["members"]) for room in answer.body["rooms"].values()} == {1}
        assert len(answer.body["rooms"]) == 500

    @pytest.mark.parametrize(
        ("body", "fields"),
        [
            ({}, {"epoch": ["required"], "rooms": ["required"]}),
            ({"epoch": "1"}, {"epoch": ["invalid"]}),
            ({"rooms": []}, {"rooms": ["not_a_dict"]}),
            ({"rooms": {"1": -1}}, {"rooms": ["min_value"]}),
            ({"rooms": {"1": "x"}}, {"rooms": ["invalid"]}),
            ({"rooms": {"1": None}}, {"rooms": ["null"]}),
            ({"rooms": {"x": 1}}, {"rooms": ["invalid"]}),
            ({"rooms": {"0": 1}}, {"rooms": ["invalid"]}),
            ({"rooms": {"-1": 1}}, {"rooms": ["invalid"]}),
            ({"rooms": {"1_0": 1}}, {"rooms": ["invalid"]}),
            ({"rooms": {"１": 1}}, {"rooms": ["invalid"]}),
            ({"rooms": {str(2**63): 1}}, {"rooms": ["invalid"]}),
            ({"rooms": {"9" * 5000: 1}}, {"rooms": ["invalid"]}),
            ({"rooms": {str(room): 1 for room in range(1, 502)}}, {"rooms": ["max_length"]}),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_a_question_that_is_none(self, member: Api, body: Any, fields: Any) -> None:
        good = {"epoch": str(uuid.uuid4()), "rooms": {}} if body else {}
        assert member.post("sync/", {**good, **body}).fields == fields

    def test_a_rev_beyond_all_numbers(self, hearth: Hearth, member: Api) -> None:
        answer = self.ask(member, {str(hearth.id): 10**30})
        assert answer.body["rooms"][str(hearth.id)]["reset"]
