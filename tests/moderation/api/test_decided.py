"""Claims, decisions that are made once, what is remembered of them, and lists."""

from typing import Any
from uuid import uuid4

import pytest

from chat.models import Room
from chat.services.messages import sending
from chat.services.messages.storing import NewMessage
from chat.services.rooms import joining
from core.audit.models import Act, Content
from core.jobs.models import Job
from tests.chat.hearth import Role
from tests.moderation.scene import Reported, decide, is_banned, message_of
from tests.support.in_process import Api, at_once

pytestmark = pytest.mark.django_db


class TestOnce:
    def test_the_same_decision_again_changes_nothing(self, hearth: Reported) -> None:
        report = hearth.report()
        first = decide(hearth, report, "ban", note="first")
        Api(hearth.owner).delete(f"rooms/{hearth.id}/bans/{hearth.rude.pk}/")
        for by in ("moderator", "owner", "staff"):
            assert decide(hearth, report, "ban", by, note="second").body["note"] == "first"
        assert decide(hearth, report, "ban").body == first.body
        assert not is_banned(hearth)

    def test_another_decision_is_refused(self, hearth: Reported) -> None:
        report = hearth.report()
        decide(hearth, report, "nothing")
        assert decide(hearth, report, "delete").refusal == (409, "report_decided")
        assert Api(hearth.owner).put(f"reports/{report.pk}/claim/").refusal == (409, "report_decided")
        assert Api(hearth.owner).delete(f"reports/{report.pk}/claim/").body["decision"] == "nothing"
        assert not message_of(report).is_deleted

    @pytest.mark.django_db(transaction=True)
    def test_two_at_once(self, hearth: Reported) -> None:
        report = hearth.report()
        calls = [lambda d=d: decide(hearth, report, d) for d in ("delete", "nothing", "ban")]
        answers = at_once(*calls)
        assert sorted(answer.status for answer in answers) == [200, 409, 409]
        decided = hearth.state_of(report).decision
        done = (message_of(report).is_deleted, is_banned(hearth))
        assert done == (decided == "delete", decided == "ban")


class TestClaims:
    def test_somebody_looks_into_it(self, hearth: Reported) -> None:
        report = hearth.report()
        mine, theirs = Api(hearth.moderator), Api(hearth.owner)
        path = f"reports/{report.pk}/claim/"
        claimed = mine.put(path).body
        assert (claimed["state"], claimed["claimed_by"]["id"]) == ("claimed", hearth.moderator.pk)
        assert mine.put(path).body == claimed
        refused = theirs.put(path)
        assert (refused.refusal, refused.body["users"]) == ((409, "report_claimed"), [hearth.moderator.pk])
        assert decide(hearth, report, "delete", "owner").refusal == (409, "report_claimed")
        assert not message_of(report).is_deleted
        assert theirs.get("reports/summary/").body == {"open": 1}
        released = theirs.delete(path).body
        assert (released["state"], released["claimed_by"], theirs.delete(path).body) == ("open", None, released)
        assert theirs.put(path).body["claimed_by"]["id"] == hearth.owner.pk
        assert decide(hearth, report, "delete", "owner").status == 200


class TestWhatIsRemembered:
    def test_the_acts(self, hearth: Reported) -> None:
        report = hearth.report()
        api = Api(hearth.moderator)
        api.put(f"reports/{report.pk}/claim/")
        api.put(f"reports/{report.pk}/claim/")
        api.delete(f"reports/{report.pk}/claim/")
        decide(hearth, report, "ban", note="often enough", tell=False)
        decide(hearth, report, "ban")
        decide(hearth, report, "nothing")
        acts = Act.objects.filter(name__startswith="moderation.").order_by("pk")
        assert [(act.name, act.by_id, act.on_id, act.room_id) for act in acts] == [
            (f"moderation.report_{what}", hearth.moderator.pk, str(hearth.rude.pk), hearth.id)
            for what in ("claimed", "released", "decided")
        ]
        content = Content.objects.get(act=acts[2])
        assert (content.reason, '"decision":"ban"' in content.details) == ("often enough", True)
        assert "cold tea" not in "".join(Content.objects.values_list("details", flat=True))

    def test_what_was_refused_leaves_none(self, hearth: Reported) -> None:
        report = hearth.report(message=hearth.say("cold tea", hearth.owner).pk)
        decide(hearth, report, "ban")
        assert not Act.objects.filter(name__startswith="moderation.").exists()
        assert not Job.objects.filter(type="moderation.prune_reports", key="next").exists()

    def test_the_counts_of_both_people(self, hearth: Reported) -> None:
        for decision in ("delete", "delete", "nothing"):
            decide(hearth, hearth.report(), decision)
        other = Api(hearth.stranger).post("rooms/", {"kind": "public", "name": "Kitchen"}).body["id"]
        for person in (hearth.member, hearth.rude):
            joining.join(by=person, room_id=other)
        said = sending.send(NewMessage(hearth.rude, other, nonce=uuid4(), text="cold tea")).message
        decide(hearth, hearth.report(message=said.pk), "ban", "stranger")
        report = hearth.report(by=hearth.owner)
        path = f"reports/{report.pk}/"
        assert Api(hearth.moderator).get(path).body["counts"] == {"about": {"delete": 2, "nothing": 1}, "by": {}}
        assert Api(hearth.staff).get(path).body["counts"]["about"] == {"delete": 2, "nothing": 1, "ban": 1}
        (listed,) = Api(hearth.moderator).get("reports/", state="open").body["results"]
        assert listed["counts"]["about"] == {"delete": 2, "nothing": 1}
        assert Api(hearth.moderator).get("reports/", state="decided").body["results"][0]["counts"]["by"] == {
            "delete": 2, "nothing": 1,
        }  # fmt: skip


def test_the_reporter_is_told_or_not(hearth: Reported) -> None:
    told, untold = hearth.report(), hearth.report()
    decide(hearth, told, "delete")
    decide(hearth, untold, "delete", tell=False)
    shown = {each["id"]: each["decision"] for each in Api(hearth.member).get("reports/", state="mine").body["results"]}
    assert shown == {told.pk: "delete", untold.pk: None}


def test_pages(hearth: Reported) -> None:
    made = [hearth.report().pk for _ in range(5)]
    api, found = Api(hearth.moderator), []
    query: dict[str, str] = {"state": "open", "limit": "2"}
    for _ in range(3):
        page = api.get("reports/", **query).body
        found += [each["id"] for each in page["results"]]
        if page["next"]:
            query["cursor"] = page["next"].rpartition("cursor=")[2].partition("&")[0]
    assert (found, page["next"]) == (made[::-1], None)


def test_a_list_takes_as_many_queries_for_one_as_for_many(hearth: Reported, django_assert_max_num_queries: Any) -> None:
    api = Api(hearth.moderator)
    hearth.report()
    api.get("reports/")
    for _ in range(10):
        hearth.report()
    with django_assert_max_num_queries(8):
        assert len(api.get("reports/").body["results"]) == 11


def test_a_moderator_of_a_direct_role_is_none(hearth: Reported) -> None:
    """Everybody in a direct room is a member, whatever their role is elsewhere."""
    room = hearth.direct_with(hearth.moderator)
    assert set(Room.objects.get(pk=room).memberships.values_list("role", flat=True)) == {Role.MEMBER}
