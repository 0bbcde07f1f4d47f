"""Each decision does what it says, with the rights of who decides, and once."""

from uuid import uuid4

import pytest

from accounts.models import User
from chat.services.messages import editing, sending
from chat.services.messages.storing import NewMessage
from chat.services.rooms import joining, memberships
from moderation.models import Mute, Report, SiteBan
from tests.moderation.scene import Reported, decide, is_banned, is_member, message_of, permit
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db


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

    def test_mute(self, hearth: Reported, by: str) -> None:
        report = hearth.report()
        assert decide(hearth, report, "mute", by, seconds=3600).status == 200
        muted = Mute.objects.get(user=hearth.rude)
        assert (muted.room_id, muted.seconds, muted.muted_by) == (hearth.id, 3600, hearth.person(by))
        said = {"nonce": str(uuid4()), "text": "cold tea"}
        assert Api(hearth.rude).post(f"rooms/{hearth.id}/messages/", said).refusal == (403, "muted")
        assert decide(hearth, report, "mute", by, seconds=60).status == 200
        assert Mute.objects.get(user=hearth.rude).seconds == 3600

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
        for decision in ("mute", "remove", "ban"):
            assert decide(hearth, report, decision).refusal == (403, "forbidden")
        assert (hearth.state_of(report).state, hearth.membership(hearth.owner).is_current) == ("open", True)
        assert decide(hearth, report, "delete").status == 200

    def test_nobody_removes_the_last_owner(self, hearth: Reported) -> None:
        report = hearth.report(message=hearth.say("cold tea", hearth.owner).pk)
        assert decide(hearth, report, "ban", "staff").refusal == (409, "last_owner")
        assert hearth.state_of(report).state == "open"

    @pytest.mark.parametrize(
        ("decision", "permission"),
        [("delete", "delete_message"), ("mute", "add_mute"), ("remove", "delete_membership"), ("ban", "add_ban")],
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
        joining.join(by=hearth.former, room_id=hearth.id)
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

    def test_a_person_is_muted_on_the_site(self, hearth: Reported) -> None:
        report = hearth.report(user=hearth.rude.pk)
        assert Api(hearth.staff).get(f"reports/{report.pk}/").body["decisions"] == ["nothing", "mute", "ban"]
        assert decide(hearth, report, "mute", "staff").status == 200
        muted = Mute.objects.get(user=hearth.rude)
        assert (muted.room_id, muted.seconds) == (None, None)

    @pytest.mark.parametrize("decision", ["mute", "ban"])
    def test_which_takes_the_permission_for_it(self, hearth: Reported, decision: str) -> None:
        report = hearth.report(user=hearth.rude.pk)
        permit(hearth.staff, "change_report", "add_ban", "change_user")
        assert decide(hearth, report, decision, "staff").refusal == (403, "forbidden")
        assert (hearth.state_of(report).state, Mute.objects.exists(), SiteBan.objects.exists()) == (
            "open",
            False,
            False,
        )

    @pytest.mark.parametrize("direct", [False, True])
    def test_a_person_is_banned_from_the_site(self, hearth: Reported, direct: bool) -> None:
        target = hearth.target("user")
        if direct:
            room = hearth.direct_with(hearth.rude)
            target = {"message": sending.send(NewMessage(hearth.rude, room, nonce=uuid4(), text="cold tea")).message.pk}
        api = Api(hearth.rude)
        assert api.get("me/").status == 200
        assert decide(hearth, hearth.report(**target), "ban", "staff").status == 200
        assert api.get("me/").status == 401
        assert not User.objects.get(pk=hearth.rude.pk).is_active

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
