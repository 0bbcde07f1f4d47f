"""Who is told how many reports wait, how often, and which reporter hears of the decision."""

import json
import threading
from typing import Any

import pytest
from django.db import DatabaseError

from chat import events
from chat.models import Room
from chat.services.rooms import rooms
from moderation.protocol.reports import ReportsChanged
from moderation.services import deciding, reporting, telling
from tests.chat.hearth import Published, Role
from tests.moderation.scene import Reported
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db


def told(published: Published, kind: str) -> dict[int, Any]:
    """The frames of this type by the person they went to."""
    frames = {
        int(group.removeprefix("user.")): json.loads(event["frame"])
        for group, event in published.events
        if "frame" in event
    }
    return {person: frame for person, frame in frames.items() if frame["type"] == kind}


class TestWhoIsTold:
    def test_moderators_and_owners_of_the_room_and_staff(self, hearth: Reported, published: Published) -> None:
        hearth.report()
        deciders = (hearth.owner, hearth.moderator, hearth.staff)
        assert told(published, "reports.changed") == {
            person.pk: {"type": "reports.changed", "open": 1} for person in deciders
        }

    def test_of_a_person_staff_alone(self, hearth: Reported, published: Published) -> None:
        hearth.report(user=hearth.rude.pk)
        assert told(published, "reports.changed").keys() == {hearth.staff.pk}

    def test_each_the_number_of_their_own(self, hearth: Reported, published: Published) -> None:
        kitchen = rooms.create(owner=hearth.moderator, name="Kitchen", members=[hearth.rude.pk, hearth.member.pk])
        hearth.report(message=hearth.say("cold tea", hearth.moderator).pk)
        hearth.report(user=hearth.rude.pk)
        elsewhere = Reported.say(_in(hearth, kitchen), "cold tea", hearth.rude)
        published.clear()
        hearth.report(message=elsewhere.pk)
        assert {person: frame["open"] for person, frame in told(published, "reports.changed").items()} == {
            hearth.moderator.pk: 1, hearth.staff.pk: 3,
        }  # fmt: skip
        published.clear()
        report = hearth.report()
        assert {person: frame["open"] for person, frame in told(published, "reports.changed").items()} == {
            hearth.owner.pk: 2, hearth.moderator.pk: 2, hearth.staff.pk: 4,
        }  # fmt: skip
        for person in (hearth.owner, hearth.moderator, hearth.staff):
            summary = Api(person).get("reports/summary/").body
            assert summary["open"] == told(published, "reports.changed")[person.pk]["open"]
        published.clear()
        deciding.decide(by=hearth.owner, report_id=report.pk, decision="nothing")
        assert told(published, "reports.changed")[hearth.owner.pk]["open"] == 1

    def test_nobody_who_moderates_no_more(self, hearth: Reported, published: Published) -> None:
        hearth.set_role(hearth.moderator, Role.MEMBER)
        published.clear()
        hearth.report()
        assert hearth.moderator.pk not in told(published, "reports.changed")

    def test_nobody_twice_for_the_same_report(self, hearth: Reported, published: Published) -> None:
        report = hearth.report()
        published.clear()
        reporting.report(by=hearth.member, reason="spam", message=report.target)
        assert published.sent == []

    def test_the_reporter_where_they_are_told(self, hearth: Reported, published: Published) -> None:
        reports = [hearth.report(), hearth.report()]
        published.clear()
        for report, tell in zip(reports, (False, True), strict=True):
            deciding.decide(by=hearth.owner, report_id=report.pk, decision="nothing", tell=tell)
        assert told(published, "report.decided") == {hearth.member.pk: {"type": "report.decided", "id": reports[1].pk}}

    def test_a_failure_to_count_fails_no_report(
        self, hearth: Reported, published: Published, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise DatabaseError

        monkeypatch.setattr(telling, "waiting_for_deciders", fail)
        assert hearth.report().pk
        assert told(published, "reports.changed") == {}


def _in(hearth: Reported, room: Room) -> Reported:
    """The same people in another room."""
    there = object.__new__(Reported)
    there.__dict__ = {**hearth.__dict__, "id": room.pk}
    return there


class TestThePace:
    @pytest.fixture
    def sent(self, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
        """What is published, in a process that serves."""
        sent: list[Any] = []
        self.has_sent = threading.Semaphore(0)

        def publish(publishes: Any) -> None:
            sent.append({group: json.loads(json.loads(event[1:])["frame"])["open"] for group, event in publishes})
            self.has_sent.release()

        monkeypatch.setattr(events, "publish", publish)
        monkeypatch.setattr(events, "is_serving", lambda: True)
        return sent

    def wait(self, times: int) -> None:
        for _ in range(times):
            assert self.has_sent.acquire(timeout=30)

    def test_the_first_at_once_and_the_newest_of_those_that_follow_together(self, sent: list[Any]) -> None:
        pace = telling.Pace(0.2)
        for number in range(5):
            pace.tell({1: ReportsChanged(number), 2 + number: ReportsChanged(number)})
        assert sent == [{"user.1": 0, "user.2": 0}]
        self.wait(2)
        assert sent[1:] == [{"user.1": 4, "user.3": 1, "user.4": 2, "user.5": 3, "user.6": 4}]

    def test_never_more_often(self, sent: list[Any]) -> None:
        pace = telling.Pace(3600)
        for number in range(100):
            pace.tell({1: ReportsChanged(number)})
        assert sent == [{"user.1": 0}]

    def test_a_command_ends_and_waits_for_nothing(self, sent: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(events, "is_serving", lambda: False)
        pace = telling.Pace(3600)
        for number in range(3):
            pace.tell({1: ReportsChanged(number)})
        assert sent == [{"user.1": number} for number in range(3)]
