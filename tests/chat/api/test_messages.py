"""The REST door to a message: sending, reading, editing and deleting it."""

import uuid
from typing import Any

import msgspec
import pytest

from chat import payloads
from chat.models import Message
from tests.chat.api.sending import send
from tests.chat.hearth import Hearth
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db


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
        [
            *((text, "text_empty") for text in ("", "\u3000 ", "\0")),
            *((text, "text_empty") for text in "\ufeff\u200b\u2800\u3164\u00ad\u202e\u2060\u115f"),
            ("🔥" * 10_001, "text_too_long"),
        ],
    )
    def test_a_text_that_is_none(self, hearth: Hearth, owner: Api, text: str, code: str) -> None:
        message = hearth.say("draft")
        assert send(owner, hearth, text=text).refusal == (400, code)
        assert send(owner, hearth, text=text, thread=message.pk).refusal == (400, code)
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
