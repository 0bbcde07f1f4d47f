"""What one wants to be told of, over REST."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from notifications.models import Keyword, Preferences, Snooze
from notifications.selectors.wishes import People
from notifications.services import letters, snoozes
from tests.chat.hearth import Hearth
from tests.core.jobs.due import run_due
from tests.notifications.told import kind_of
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db

UNSAID: dict[str, Any] = {
    "level": "all", "muted_until": None, "undisturbed_until": None, "quiet": None, "mail": "day", "keywords": [], "snoozed": [],
    "mails": letters.may_send(),
}  # fmt: skip


def ahead(**time: int) -> str:
    return (timezone.now() + timedelta(**time)).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def test_nothing_is_said_at_first(hearth: Hearth) -> None:
    assert Api(hearth.member).get("me/notifications/").body == UNSAID
    assert not Preferences.objects.exists()


def test_each_is_kept_and_the_others_stay(hearth: Hearth) -> None:
    api, tomorrow = Api(hearth.member), ahead(days=1)
    said: dict[str, Any] = {
        "level": "mentions",
        "muted_until": tomorrow,
        "undisturbed_until": tomorrow,
        "quiet": {"start": "22:30", "end": "07:00", "days": [0, 4]},
        "mail": "never",
        "keywords": ["Kettle", "薬缶"],
    }
    wanted = dict(UNSAID)
    for name, value in said.items():
        wanted[name] = value
        assert api.patch("me/notifications/", {name: value}).body == wanted
    assert api.get("me/notifications/").body == wanted
    assert Api(hearth.owner).get("me/notifications/").body == UNSAID
    for name in said:
        wanted[name] = UNSAID[name]
        assert api.patch("me/notifications/", {name: UNSAID[name]}).body == wanted
    assert api.patch("me/notifications/", {"quiet": {"start": "00:00", "end": "23:59"}}).body["quiet"] == {
        "start": "00:00", "end": "23:59", "days": [0, 1, 2, 3, 4, 5, 6],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sends", "origins", "said"),
    [(True, ["https://chat.example.org"], True), (True, [], False), (False, ["https://chat.example.org"], False)],
)
def test_it_says_whether_letters_go_at_all(
    hearth: Hearth, settings: Settings, sends: bool, origins: list[str], said: bool
) -> None:
    settings.SENDS_MAIL, settings.ORIGINS = sends, origins
    assert Api(hearth.member).get("me/notifications/").body["mails"] is said


@pytest.mark.parametrize(
    "change",
    [
        {"level": "some"},
        {"level": None},
        {"muted_until": "soon"},
        {"muted_until": "2999-01-01T00:00:00Z"},
        {"undisturbed_until": "9999-12-31T23:59:59-14:00"},
        {"quiet": {"start": "22:00"}},
        {"quiet": {"start": "24:00", "end": "07:00"}},
        {"quiet": {"start": "２２:00", "end": "07:00"}},
        {"quiet": {"start": "22:00\n", "end": "7:00"}},
        {"quiet": {"start": "22:00", "end": "22:00"}},
        {"quiet": {"start": "22:00", "end": "07:00", "days": []}},
        {"quiet": {"start": "22:00", "end": "07:00", "days": [7]}},
        {"mail": "week"},
        {"keywords": "tea"},
        {"keywords": [""]},
        {"keywords": ["x" * 61]},
        {"keywords": ["tea\0"]},
        {"keywords": ["\u200b"]},
        {"keywords": [str(at) for at in range(21)]},
    ],
    ids=lambda change: str(change)[:60],
)
def test_what_is_not_taken(hearth: Hearth, change: dict[str, Any]) -> None:
    answer = Api(hearth.member).patch("me/notifications/", change)
    assert answer.refusal == (400, "invalid")
    assert set(answer.body["fields"]) == set(change)
    assert not Preferences.objects.exists()
    assert not Keyword.objects.exists()


def test_keywords_that_compare_alike_are_one(hearth: Hearth) -> None:
    api = Api(hearth.member)
    assert api.patch("me/notifications/", {"keywords": ["Tea", "tea", " ＴＥＡ "]}).body["keywords"] == ["ＴＥＡ"]
    assert api.patch("me/notifications/", {"keywords": ["TEA", "cup"]}).body["keywords"] == ["TEA", "cup"]


class TestFollows:
    def test_follow_and_unfollow(self, hearth: Hearth) -> None:
        root = hearth.say("Who makes tea?")
        reply = hearth.say("I do", hearth.moderator, thread=root.pk)
        api = Api(hearth.member)
        of = {"thread": root.pk, "room": hearth.id, "muted_until": None}
        assert api.get(f"messages/{reply.pk}/follow/").body == {**of, "level": "mentions"}
        for message in (reply, root):
            assert api.put(f"messages/{message.pk}/follow/").body == {**of, "level": "all"}
            assert api.get(f"messages/{message.pk}/follow/").body == {**of, "level": "all"}
        assert api.get("me/follows/").body["results"] == [{**of, "level": "all"}]
        assert api.delete(f"messages/{reply.pk}/follow/").status == 204
        assert api.get("me/follows/").body["results"] == [{**of, "level": "mentions"}]
        assert Api(hearth.owner).get("me/follows/").body["results"] == []

    def test_a_thread_is_muted_for_a_while(self, hearth: Hearth) -> None:
        root = hearth.say("Who makes tea?", hearth.member)
        Api(hearth.member).put(f"messages/{root.pk}/follow/", {"muted_until": ahead(hours=1)})
        assert kind_of(hearth.member, hearth.say("I do", thread=root.pk)) is None
        Api(hearth.member).put(f"messages/{root.pk}/follow/", {"muted_until": "2020-01-01T00:00:00Z"})
        assert kind_of(hearth.member, hearth.say("I do", thread=root.pk)) == "reply"


class TestSnoozes:
    def test_a_room_is_muted_and_ends_by_itself(self, hearth: Hearth) -> None:
        api, path = Api(hearth.member), f"rooms/{hearth.id}/snooze/"
        until = ahead(hours=1)
        assert api.put(path, {"until": until}).body == {"room": hearth.id, "until": until}
        assert api.get("me/notifications/").body["snoozed"] == [{"room": hearth.id, "until": until}]
        assert api.get(f"rooms/{hearth.id}/").body["muted"]
        assert kind_of(hearth.member, hearth.say("@yuki")) is None
        Snooze.objects.update(until=timezone.now() - timedelta(seconds=1))
        # The job may be late: what is said meanwhile is told.
        assert kind_of(hearth.member, hearth.say("@yuki")) == "mention"
        snoozes.end_due(None)  # type: ignore[arg-type]
        assert not api.get(f"rooms/{hearth.id}/").body["muted"]
        assert api.get("me/notifications/").body["snoozed"] == []

    def test_the_job_waits_for_the_first(self, hearth: Hearth) -> None:
        snoozes.snooze(by=hearth.member, room_id=hearth.id, until=timezone.now() + timedelta(hours=1))
        run_due()
        assert Snooze.objects.count() == 1
        assert hearth.membership(hearth.member).muted

    def test_ended_by_hand(self, hearth: Hearth) -> None:
        api, path = Api(hearth.member), f"rooms/{hearth.id}/snooze/"
        api.put(path, {"until": ahead(hours=1)})
        for _ in range(2):
            assert api.delete(path).status == 204
        assert not hearth.membership(hearth.member).muted
        assert not Snooze.objects.exists()

    @pytest.mark.parametrize("until", ["2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z", None, "soon"])
    def test_what_is_no_time(self, hearth: Hearth, until: Any) -> None:
        assert set(Api(hearth.member).put(f"rooms/{hearth.id}/snooze/", {"until": until}).fields) == {"until"}
        assert not hearth.membership(hearth.member).muted


def test_wishes_of_who_has_said_nothing(hearth: Hearth) -> None:
    people = People({hearth.id}, {hearth.member.pk, hearth.former.pk, hearth.stranger.pk}, set())
    assert [user for _, user in people.standings] == [hearth.member.pk]
