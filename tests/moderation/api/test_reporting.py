"""Reporting a message, a person or a room, and what is kept of it."""

from uuid import uuid4

import pytest
from pytest_django import Settings

from chat.models import Message, Room
from chat.services.messages import editing, sending
from chat.services.messages.storing import NewMessage
from moderation.models import Report
from moderation.payloads.reports import CONTEXT_LENGTH
from moderation.services import deciding
from tests.files.a_file import a_file
from tests.moderation.scene import Reported
from tests.support.in_process import Api, at_once

pytestmark = pytest.mark.django_db


def new(api: Api, **body: object) -> int:
    answer = api.post("reports/", {"reason": "abuse", **body})
    assert answer.status == 201, answer
    number: int = answer.body["id"]
    return number


def test_a_message_is_kept_as_it_was_whatever_its_author_does(hearth: Reported) -> None:
    said = hearth.say("cold tea, all of you", hearth.rude, files=(a_file(hearth.rude, "kettle.png").pk,))
    report = new(Api(hearth.member), message=said.pk, text=" please look ")
    editing.edit(by=hearth.rude, message_id=said.pk, text="warm tea")
    editing.delete_mine(by=hearth.rude, message_id=said.pk)
    shown = Api(hearth.moderator).get(f"reports/{report}/").body
    kept = shown["kept"]
    assert (kept["message"]["text"], kept["message"]["files"]) == ("cold tea, all of you", ["kettle.png"])
    assert kept["message"]["author"] == {"id": hearth.rude.pk, "username": "aoi", "display_name": "葵"}
    assert (kept["room"]["name"], shown["text"], shown["user"]["id"]) == ("Hearth", "please look", hearth.rude.pk)
    assert (shown["message"], shown["room"], shown["kind"], shown["state"]) == (said.pk, hearth.id, "message", "open")


def test_five_messages_on_each_side_are_kept(hearth: Reported) -> None:
    said = [hearth.say(f"said {number}") for number in range(7)]
    gone = hearth.say("deleted before")
    editing.delete_mine(by=hearth.owner, message_id=gone.pk)
    insult = hearth.insult()
    after = [hearth.say(f"answer {number}") for number in range(7)]
    hearth.say("in a thread", thread=said[0].pk)
    report = new(Api(hearth.member), message=insult.pk)
    for message in (*said, *after):
        editing.delete_mine(by=hearth.owner, message_id=message.pk)
    context = Api(hearth.moderator).get(f"reports/{report}/").body["context"]
    assert [each["text"] for each in context["before"]] == [f"said {number}" for number in range(2, 7)]
    assert [each["text"] for each in context["after"]] == [f"answer {number}" for number in range(5)]


def test_of_a_reply_its_thread_is_the_context(hearth: Reported) -> None:
    root = hearth.say("a root")
    hearth.say("first reply", thread=root.pk)
    reply = hearth.say("rude reply", hearth.rude, thread=root.pk)
    hearth.say("beside the thread")
    context = Api(hearth.moderator).get(f"reports/{new(Api(hearth.member), message=reply.pk)}/").body["context"]
    assert [[each["text"] for each in context[side]] for side in ("before", "after")] == [["first reply"], []]


def test_the_longest_messages_fit_into_an_answer(hearth: Reported) -> None:
    for _ in range(5):
        hearth.say("長" * 10_000)
    report = new(Api(hearth.member), message=hearth.insult("無" * 10_000).pk)
    shown = Api(hearth.moderator).get(f"reports/{report}/").body
    assert len(shown["kept"]["message"]["text"]) == 10_000
    assert {len(each["text"]) for each in shown["context"]["before"]} == {CONTEXT_LENGTH + 1}
    (listed,) = Api(hearth.moderator).get("reports/", state="open").body["results"]
    assert (listed["context"], listed["kept"]) == (None, shown["kept"])


def test_a_person_is_kept_by_their_names(hearth: Reported) -> None:
    report = new(Api(hearth.member), user=hearth.rude.pk)
    hearth.rude.display_name = "somebody else"
    hearth.rude.save()
    kept = Api(hearth.staff).get(f"reports/{report}/").body["kept"]
    assert kept == {
        "message": None,
        "room": None,
        "person": {"id": hearth.rude.pk, "username": "aoi", "display_name": "葵"},
    }


def test_a_room_is_kept_by_its_name(hearth: Reported) -> None:
    report = new(Api(hearth.member), room=hearth.id)
    Room.objects.filter(pk=hearth.id).update(name="Attic")
    shown = Api(hearth.staff).get(f"reports/{report}/").body
    assert (shown["kept"]["room"]["name"], shown["user"], shown["context"]) == ("Hearth", None, None)


class TestTwice:
    def test_the_same_is_one_report_until_it_is_decided(self, hearth: Reported) -> None:
        api, said = Api(hearth.member), hearth.insult()
        first = new(api, message=said.pk)
        again = api.post("reports/", {"reason": "spam", "message": said.pk})
        assert (again.status, again.body) == (200, {"id": first})
        assert Report.objects.get().reason == "abuse"
        deciding.decide(by=hearth.moderator, report_id=first, decision="nothing")
        assert new(api, message=said.pk) != first

    def test_somebody_else_makes_another(self, hearth: Reported) -> None:
        said = hearth.insult()
        assert new(Api(hearth.member), message=said.pk) != new(Api(hearth.owner), message=said.pk)

    def test_a_message_and_a_room_of_the_same_id_are_two(self, hearth: Reported) -> None:
        message = Message.objects.filter(pk=hearth.id).first() or hearth.insult()
        while message.pk < hearth.id:
            message = hearth.insult()
        made = {new(Api(hearth.member), message=message.pk), new(Api(hearth.member), room=hearth.id)}
        assert len(made) == 2

    @pytest.mark.django_db(transaction=True)
    def test_at_the_same_time(self, hearth: Reported) -> None:
        said, apis = hearth.insult(), [Api(hearth.member) for _ in range(3)]
        body = {"reason": "spam", "message": said.pk}
        answers = at_once(*(lambda api=api: api.post("reports/", body) for api in apis))
        assert sorted(answer.status for answer in answers) == [200, 200, 201]
        assert len({answer.body["id"] for answer in answers}) == 1


class TestRefused:
    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "non_field_errors"),
            ({"message": 1, "room": 1}, "non_field_errors"),
            ({"message": 0}, "message"),
            ({"message": 2**63}, "message"),
            ({"user": "aoi"}, "user"),
            ({"room": None}, "room"),
            ({"room": 1, "reason": "boring"}, "reason"),
            ({"room": 1, "text": "x" * 2001}, "text"),
            ({"room": 1, "text": "\0"}, "text"),
        ],
    )
    def test_bodies(self, hearth: Reported, body: dict[str, object], field: str) -> None:
        assert field in Api(hearth.member).post("reports/", {"reason": "spam", **body}).fields
        assert not Report.objects.exists()

    def test_oneself(self, hearth: Reported) -> None:
        api = Api(hearth.member)
        own = hearth.insult(author=hearth.member)
        for target in ({"user": hearth.member.pk}, {"message": own.pk}):
            assert api.post("reports/", {"reason": "spam", **target}).status in (403, 404)
        assert not Report.objects.exists()

    def test_what_is_deleted(self, hearth: Reported) -> None:
        said = hearth.insult()
        editing.delete_mine(by=hearth.rude, message_id=said.pk)
        assert Api(hearth.member).post("reports/", {"reason": "spam", "message": said.pk}).refusal == (404, "not_found")

    def test_too_many(self, hearth: Reported, settings: Settings) -> None:
        settings.ACCOUNT_RATES = {**settings.ACCOUNT_RATES, "reports": {"anywhere": "2/hour"}}
        api = Api(hearth.member)
        said = [hearth.insult().pk for _ in range(3)]
        answers = [api.post("reports/", {"reason": "spam", "message": message}) for message in said]
        assert [answer.status for answer in answers] == [201, 201, 429]
        assert "Retry-After" in answers[-1].headers


@pytest.mark.parametrize("person", ["former", "stranger"])
@pytest.mark.parametrize("kind", [Room.Kind.PUBLIC, Room.Kind.PRIVATE])
def test_an_outsider_reports_nothing_of_the_room(person: str, kind: str) -> None:
    hearth = Reported(kind)
    outsider, said = hearth.person(person), hearth.insult()
    assert not hearth.room.memberships.current().filter(user=outsider).exists()
    api = Api(outsider)
    nowhere = api.post("reports/", {"reason": "spam", "message": said.pk + 999})
    for target in ({"message": said.pk}, {"room": hearth.id}, {"user": hearth.rude.pk}):
        assert api.post("reports/", {"reason": "spam", **target}).body == nowhere.body
    assert nowhere.refusal == (404, "not_found")
    assert not Report.objects.exists()


def test_in_a_direct_room(hearth: Reported) -> None:
    room = hearth.direct_with(hearth.rude)
    said = sending.send(NewMessage(hearth.rude, room, nonce=uuid4(), text="cold tea")).message
    report = new(Api(hearth.member), message=said.pk)
    assert Api(hearth.staff).get(f"reports/{report}/").body["kept"]["room"]["kind"] == "direct"
    for other in (hearth.owner, hearth.moderator, hearth.rude):
        assert Api(other).get(f"reports/{report}/").refusal == (404, "not_found")
