"""Bans from the whole site: sessions end, nothing more is written, and what was written goes where that was asked for."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.services import many_people, people, sessions
from chat.models import Message
from chat.models.guards import BANNED
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.messages.storing import NewMessage, send_together
from chat.services.rooms import memberships, rooms
from core.audit.models import Act
from core.jobs.declarations import Claim, JobFailed
from core.jobs.models import Job
from core.problems import Problem
from moderation.models import SiteBan
from moderation.services import removal, site_bans
from tests.chat.admin.pages import act, signed_in
from tests.moderation.scene import Reported, permit
from tests.support.in_process import Api, a_user

pytestmark = pytest.mark.django_db

AGES_AGO = datetime.fromisoformat("2000-01-01T00:00:00Z")


@pytest.fixture
def staff(hearth: Reported) -> User:
    return permit(hearth.staff, "add_siteban", "delete_siteban")


def code_of(call: Callable[[], object]) -> str:
    try:
        call()
    except Problem as problem:
        return problem.code
    return ""


def ban(hearth: Reported, staff: User, user: User | None = None, since: datetime | None = None) -> SiteBan:
    return site_bans.ban(by=staff, user_id=(user or hearth.rude).pk, reason=" spam ", remove_since=since)


def jobs() -> list[Claim]:
    waiting = Job.objects.filter(type="moderation.remove_content").order_by("pk")
    return [Claim(job.pk, job.type, "", job.payload, 1) for job in waiting]


def texts_of(user: User) -> list[str]:
    return list(Message.objects.filter(author=user).order_by("pk").values_list("text", flat=True))


class TestReopening:
    def test_only_lifting_the_ban_opens_the_account(self, hearth: Reported, staff: User) -> None:
        ban(hearth, staff)
        for reopen in (
            lambda: people.set_active(user=hearth.rude, active=True),
            lambda: many_people.set_active(by=staff, people=[hearth.rude, hearth.member], active=True),
        ):
            assert code_of(reopen) == "forbidden"
            assert not User.objects.get(pk=hearth.rude.pk).is_active
        site_bans.lift(by=staff, user_id=hearth.rude.pk)
        assert User.objects.get(pk=hearth.rude.pk).is_active

    @pytest.mark.parametrize("way", ["action", "form"])
    def test_the_page_of_people_says_so(self, hearth: Reported, staff: User, way: str) -> None:
        ban(hearth, staff)
        client = signed_in(permit(staff, "view_user", "change_user"))
        if way == "action":
            page = act(client, "user", "activate", hearth.rude, app="accounts", post="yes")
        else:
            fields = {"username": hearth.rude.username, "email": hearth.rude.email, "is_active": "on"}
            page = client.post(f"/admin/accounts/user/{hearth.rude.pk}/change/", fields, follow=True).content.decode()
        assert "lift the ban first" in page
        assert not User.objects.get(pk=hearth.rude.pk).is_active


class TestBanned:
    def test_every_session_ends_and_none_begins(self, hearth: Reported, staff: User) -> None:
        api = Api(hearth.rude)
        tokens = sessions.begin(hearth.rude)
        ban(hearth, staff)
        assert api.get("me/").refusal == (401, "user_inactive")
        with pytest.raises(Problem, match="user_inactive"):
            sessions.rotate(tokens.refresh)
        assert Api().post("session/", {"username": "aoi", "password": "warm hands by the fire"}).status == 401

    def test_what_is_on_its_way_is_refused(self, hearth: Reported, staff: User) -> None:
        ban(hearth, staff)
        (outcome,) = send_together([NewMessage(hearth.rude, hearth.id, uuid.uuid4(), "late")])
        assert isinstance(outcome, Problem)
        assert outcome.code == "user_inactive"

    def test_twice_is_once(self, hearth: Reported, staff: User) -> None:
        first = ban(hearth, staff)
        again = site_bans.ban(by=staff, user_id=hearth.rude.pk, reason="another")
        assert (again.pk, again.reason, again.at) == (first.pk, "spam", first.at)
        assert Act.objects.filter(name="moderation.site_banned").count() == 1

    def test_lifting_lets_them_back(self, hearth: Reported, staff: User) -> None:
        ban(hearth, staff)
        for _ in range(2):
            site_bans.lift(by=staff, user_id=hearth.rude.pk)
        assert User.objects.get(pk=hearth.rude.pk).is_active
        assert Member(hearth.rude).lock(hearth.id).guards & BANNED == 0
        hearth.say("back again", hearth.rude)
        assert Act.objects.filter(name="moderation.site_ban_lifted").count() == 1
        assert ban(hearth, staff).stands

    @pytest.mark.parametrize("rights", [(), ("view_siteban",), ("add_mute",), ("delete_siteban",)])
    def test_it_takes_the_permission(self, hearth: Reported, rights: tuple[str, ...]) -> None:
        mei = permit(a_user("mei"), *rights)
        assert code_of(lambda: ban(hearth, mei)) == "forbidden"
        mei = permit(mei, "add_siteban")
        assert code_of(lambda: site_bans.lift(by=mei, user_id=hearth.rude.pk)) == "forbidden"
        User.objects.filter(pk=mei.pk).update(is_staff=False)
        assert code_of(lambda: ban(hearth, User.objects.get(pk=mei.pk))) == "forbidden"
        assert not SiteBan.objects.exists()

    def test_not_oneself_and_no_staff_but_by_superusers(self, hearth: Reported, staff: User) -> None:
        other, chief = permit(a_user("mei")), a_user("chief", is_staff=True, is_superuser=True)
        assert code_of(lambda: ban(hearth, staff, staff)) == "forbidden"
        assert code_of(lambda: ban(hearth, staff, other)) == "forbidden"
        assert code_of(lambda: ban(hearth, chief, chief)) == "forbidden"
        assert code_of(lambda: site_bans.ban(by=staff, user_id=10**9)) == "not_found"
        assert ban(hearth, chief, other).stands


class TestRemoval:
    def test_of_everything(self, hearth: Reported, staff: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(removal, "MESSAGES_AT_ONCE", 2)
        kitchen = rooms.create(owner=hearth.rude, name="Kitchen").pk
        for room in (hearth.id, hearth.id, kitchen, hearth.id, kitchen):
            send_together([NewMessage(hearth.rude, room, uuid.uuid4(), "buy this")])
        kept = hearth.say("not theirs")
        memberships.leave(by=hearth.rude, room_id=hearth.id)
        ban(hearth, staff, since=AGES_AGO)
        (claim,) = jobs()
        assert texts_of(hearth.rude) == ["buy this"] * 5, "nothing yet: the job does it"
        removal.remove(claim)
        assert texts_of(hearth.rude) == [""] * 5
        assert texts_of(hearth.owner)[-1] == kept.text
        done = SiteBan.objects.get()
        assert (done.removed, done.removed_at is not None) == (5, True)
        removal.remove(claim)
        assert SiteBan.objects.values().get() == SiteBan.objects.filter(removed=5).values().get()
        assert Act.objects.get(name="moderation.content_removed").content.details == '{"messages":5}'

    def test_of_what_is_new_enough(self, hearth: Reported, staff: User) -> None:
        old, new = hearth.insult("old"), hearth.insult("new")
        Message.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=2))
        ban(hearth, staff, since=timezone.now() - timedelta(hours=1))
        removal.remove(*jobs())
        assert texts_of(hearth.rude) == ["old", ""]
        assert Message.objects.get(pk=new.pk).deleted_by == staff

    def test_it_goes_on_where_it_was_cut_off(
        self, hearth: Reported, staff: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(3):
            hearth.insult()
        ban(hearth, staff, since=AGES_AGO)
        (claim,) = jobs()
        delete, left = editing.delete, [1]

        def failing(**arguments: Any) -> Message:
            if not left:
                raise Problem("unavailable")
            left.pop()
            return delete(**arguments)

        with monkeypatch.context() as broken:
            broken.setattr(editing, "delete", failing)
            with pytest.raises(Problem):
                removal.remove(claim)
        assert (texts_of(hearth.rude).count(""), SiteBan.objects.get().removed) == (1, 1)
        removal.remove(claim)
        assert (texts_of(hearth.rude).count(""), SiteBan.objects.get().removed) == (3, 3)

    def test_a_lifted_ban_stops_it(self, hearth: Reported, staff: User) -> None:
        hearth.insult()
        ban(hearth, staff, since=AGES_AGO)
        site_bans.lift(by=staff, user_id=hearth.rude.pk)
        removal.remove(*jobs())
        assert texts_of(hearth.rude) == ["you are all cold tea"]

    def test_nothing_goes_unasked_and_it_can_be_asked_later(self, hearth: Reported, staff: User) -> None:
        hearth.insult()
        ban(hearth, staff)
        assert jobs() == []
        ban(hearth, staff, since=AGES_AGO)
        removal.remove(*jobs())
        assert texts_of(hearth.rude) == [""]

    def test_without_the_account_that_banned_it_fails_and_says_so(self, hearth: Reported, staff: User) -> None:
        ban(hearth, staff, since=AGES_AGO)
        (claim,) = jobs()
        with pytest.raises(JobFailed):
            removal.remove(claim._replace(payload=claim.payload.replace(f'"by":{staff.pk}', '"by":0')))
