"""Each decision does what it says, with the rights of who decides, and once."""

from typing import Any
from uuid import uuid4

import pytest

from chat.models import Message, Room
from chat.services.messages import editing, sending
from chat.services.messages.storing import NewMessage
from chat.services.rooms import memberships
from core.audit.models import Act, Content
from core.jobs.models import Job
from moderation.models import Report
from tests.chat.hearth import Role
from tests.moderation.scene import Reported, permit
from tests.support.in_process import Answer, Api, at_once

pytestmark = pytest.mark.django_db


def decide(hearth: Reported, report: Report, decision: str, by: str = "moderator", **more: Any) -> Answer:
    return Api(hearth.person(by)).patch(f"reports/{report.pk}/", {"decision": decision, **more})


def is_member(hearth: Reported) -> bool:
    return hearth.membership(hearth.rude).is_current


def is_banned(hearth: Reported) -> bool:
    return hearth.room.bans.filter(user=hearth.rude).exists()


def message_of(report: Report) -> Message:
    return Message.objects.get(pk=report.target)


@pytest.mark.parametrize("by", ["moderator", "owner", "staff"])
class TestOfAMessage:
    def test_nothing(self, hearth: Reported, by: str) -> None:
        report = hearth.report()
        answer = decide(hearth, report, "nothing", by, note=" fine ").body
        shown = (answer["state"], answer["decision"], answer["note"], answer["told"], answer["decisions"])
        assert shown == ("decided", "nothing", "fine", True, [])
        assert (answer["decided_by"]["id"], answer["decided_at"] is not None) == (hearth.person(by).pk, True)
        assert (message_of(report).is_deleted, is_member(hearth), is_banned(hearth)) == (False, True, False)

    def test_delete(self, hearth: Reported, by: str) -> None:
        report = hearth.report()
        assert decide(hearth, report, "delete", by).status == 200
        message = message_of(report)
        assert (message.is_deleted, message.deleted_by, message.text) == (True, hearth.person(by), "")
        assert (is_member(hearth), is_banned(hearth)) == (True, False)
        assert Api(hearth.person(by)).get(f"reports/{report.pk}/").body["kept"]["message"]["text"]

    def test_remove(self, hearth: Reported, by: str) -> None:
        assert decide(hearth, hearth.report(), "remove", by).status == 200
        assert (is_member(hearth), is_banned(hearth)) == (False, False)

    def test_ban(self, hearth: Reported, by: str) -> None:
        assert decide(hearth, hearth.report(), "ban", by).status == 200
        assert (is_member(hearth), is_banned(hearth)) == (False, True)
        assert hearth.room.bans.get(user=hearth.rude).banned_by == hearth.person(by)


class TestWithTheRightsOfWhoDecides:
    def test_a_moderator_removes_no_owner(self, hearth: Reported) -> None:
        report = hearth.report(message=hearth.say("cold tea", hearth.owner).pk)
        for decision in ("remove", "ban"):
            assert decide(hearth, report, decision).refusal == (403, "forbidden")
        assert (hearth.state_of(report).state, hearth.membership(hearth.owner).is_current) == ("open", True)
        assert decide(hearth, report, "delete").status == 200

    def test_nobody_removes_the_last_owner(self, hearth: Reported) -> None:
        report = hearth.report(message=hearth.say("cold tea", hearth.owner).pk)
        assert decide(hearth, report, "ban", "staff").refusal == (409, "last_owner")
        assert hearth.state_of(report).state == "open"

    @pytest.mark.parametrize(
        ("decision", "permission"),
        [("delete", "delete_message"), ("remove", "delete_membership"), ("ban", "add_ban")],
    )
    def test_staff_need_the_permission_for_it(self, hearth: Reported, decision: str, permission: str) -> None:
        report = hearth.report()
        permit(hearth.staff, "change_report")
        assert Api(hearth.staff).get(f"reports/{report.pk}/").body["decisions"] == ["nothing"]
        assert decide(hearth, report, decision, "staff").refusal == (403, "forbidden")
        permit(hearth.staff, "change_report", permission)
        assert Api(hearth.staff).get(f"reports/{report.pk}/").body["decisions"] == ["nothing", decision]
        assert decide(hearth, report, decision, "staff").status == 200

    def test_or_the_role_in_the_room(self, hearth: Reported) -> None:
        report = hearth.report()
        permit(hearth.moderator, "change_report")
        assert decide(hearth, report, "ban").status == 200

    def test_a_plain_member_of_the_staff_has_no_role_for_it(self, hearth: Reported) -> None:
        permit(hearth.former, "change_report")
        memberships.join(by=hearth.former, room_id=hearth.id)
        report = hearth.report()
        assert decide(hearth, report, "delete", "former").refusal == (403, "forbidden")
        assert not message_of(report).is_deleted

    def test_also_in_an_archived_room(self, hearth: Reported) -> None:
        report = hearth.report()
        hearth.archive()
        assert decide(hearth, report, "ban").status == 200


class TestOfOtherThings:
    @pytest.mark.parametrize("decision", ["delete", "remove", "archive", "nonsense", ""])
    def test_what_is_no_decision_about_a_person(self, hearth: Reported, decision: str) -> None:
        report = hearth.report(user=hearth.rude.pk)
        assert decide(hearth, report, decision, "staff").fields == {"decision": ["invalid_choice"]}
        assert hearth.state_of(report).state == "open"

    def test_a_room_is_archived(self, hearth: Reported) -> None:
        report = hearth.report(room=hearth.id)
        assert Api(hearth.staff).get(f"reports/{report.pk}/").body["decisions"] == ["nothing", "archive"]
        assert decide(hearth, report, "archive", "staff").status == 200
        assert hearth.room.is_archived

    def test_a_message_of_a_direct_room(self, hearth: Reported) -> None:
        room = hearth.direct_with(hearth.rude)
        said = sending.send(NewMessage(hearth.rude, room, nonce=uuid4(), text="cold tea")).message
        report = hearth.report(message=said.pk)
        for decision in ("remove", "archive"):
            assert decide(hearth, report, decision, "staff").fields == {"decision": ["invalid_choice"]}
        assert decide(hearth, report, "delete", "staff").status == 200
        assert message_of(report).is_deleted

    def test_what_is_gone_already(self, hearth: Reported) -> None:
        report = hearth.report()
        editing.delete_mine(by=hearth.rude, message_id=report.target)
        assert decide(hearth, report, "delete").status == 200
        memberships.leave(by=hearth.rude, room_id=hearth.id)
        again = hearth.report(message=hearth.say("cold tea", hearth.owner).pk)
        Report.objects.filter(pk=again.pk).update(user=hearth.rude)
        assert decide(hearth, again, "remove").status == 200


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
        calls = [lambda d=d: decide(hearth, report, d) for d in ("delete", "nothing", "ban")]  # type: ignore[misc]
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
            memberships.join(by=person, room_id=other)
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
