"""Mutes: how long they hold, and what they keep from being written."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from chat.models.guards import RESTRICTED
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.rooms import joining, memberships, rooms
from chat.services.typing import Typist, refusals
from core.audit.models import Act
from core.jobs.declarations import Claim
from core.problems import Problem
from moderation.models import Mute
from moderation.services import mute_ends, mutes
from tests.moderation.muting import code_of, everywhere, lift, mute, sending
from tests.moderation.scene import Reported

pytestmark = pytest.mark.django_db

CLAIM = Claim(1, "moderation.end_mutes", "", "{}", 1)


def is_guarded(hearth: Reported) -> bool:
    return bool(Member(hearth.member).lock(hearth.id).guards & RESTRICTED)


def ends(mute: Mute) -> datetime:
    assert mute.until is not None
    return mute.until


def time_passes() -> None:
    Mute.objects.exclude(until=None).update(until=timezone.now() - timedelta(seconds=1))


WHERE = pytest.mark.parametrize("begin", [mute, everywhere])


class TestWhatItHolds:
    @WHERE
    def test_every_way_to_write(self, hearth: Reported, begin: Callable[..., Mute]) -> None:
        message = hearth.say("in time", hearth.member)
        begin(hearth, reason="cool down")
        assert sending(hearth) == "muted"
        assert code_of(lambda: editing.edit(by=hearth.member, message_id=message.pk, text="late")) == "muted"
        refused, others = refusals([Typist(hearth.id, hearth.member.pk), Typist(hearth.id, hearth.owner.pk)])
        assert (refused and refused.code, others) == ("muted", None)
        assert sending(hearth, hearth.owner) == ""

    def test_it_says_until_when_why_and_where(self, hearth: Reported) -> None:
        mute(hearth, reason=" cool down ")
        with pytest.raises(Problem) as refused:
            hearth.say("but", hearth.member)
        more = refused.value.more
        assert (more.until, more.reason, more.room) == (Mute.objects.get().until, "cool down", hearth.id)
        everywhere(hearth, seconds=None)
        with pytest.raises(Problem) as refused:
            hearth.say("but", hearth.member)
        more = refused.value.more
        assert (more.until, more.reason, more.room) == (None, "", None)

    def test_one_room_is_not_the_site(self, hearth: Reported) -> None:
        other = rooms.create(owner=hearth.member, name="Kitchen").pk
        mute(hearth)
        assert (sending(hearth), sending(hearth, room_id=other)) == ("muted", "")
        everywhere(hearth)
        assert sending(hearth, room_id=other) == "muted"
        lift(hearth, room_id=None)
        assert (sending(hearth), sending(hearth, room_id=other)) == ("muted", "")

    def test_a_message_stored_before_is_answered(self, hearth: Reported) -> None:
        message = hearth.say("in time", hearth.member)
        mute(hearth)
        again = hearth.say("in time", hearth.member, nonce=message.nonce)
        assert again.pk == message.pk

    def test_what_takes_back_is_no_writing(self, hearth: Reported) -> None:
        message = hearth.say("sorry", hearth.member)
        mute(hearth)
        assert editing.delete_mine(by=hearth.member, message_id=message.pk).is_deleted
        memberships.leave(by=hearth.member, room_id=hearth.id)

    def test_leaving_and_coming_back_ends_none(self, hearth: Reported) -> None:
        mute(hearth)
        memberships.leave(by=hearth.member, room_id=hearth.id)
        assert sending(hearth) == "not_found"
        joining.join(by=hearth.member, room_id=hearth.id)
        assert sending(hearth) == "muted"


class TestHowItEnds:
    @WHERE
    def test_by_itself_without_any_job(self, hearth: Reported, begin: Callable[..., Mute]) -> None:
        begin(hearth)
        time_passes()
        assert sending(hearth) == ""

    @WHERE
    def test_the_job_clears_what_gates_are_asked_by(self, hearth: Reported, begin: Callable[..., Mute]) -> None:
        begin(hearth)
        mute_ends.end_due(CLAIM)
        assert (is_guarded(hearth), Mute.objects.get().ended_at) == (True, None)
        time_passes()
        mute_ends.end_due(CLAIM)
        assert not is_guarded(hearth)
        assert Mute.objects.get().ended_at
        mute_ends.end_due(CLAIM)

    @WHERE
    def test_one_for_ever_ends_by_lifting(self, hearth: Reported, begin: Callable[..., Mute]) -> None:
        where = begin(hearth, seconds=None).room_id
        time_passes()
        mute_ends.end_due(CLAIM)
        assert sending(hearth) == "muted"
        lift(hearth, room_id=where)
        assert (sending(hearth), is_guarded(hearth)) == ("", False)
        before = Mute.objects.values().get()
        lift(hearth, room_id=where)
        assert Mute.objects.values().get() == before

    def test_the_end_in_a_room_leaves_that_on_the_site(self, hearth: Reported) -> None:
        mute(hearth)
        everywhere(hearth)
        lift(hearth)
        assert (sending(hearth), is_guarded(hearth)) == ("muted", True)

    def test_a_new_one_takes_its_place(self, hearth: Reported) -> None:
        first = mute(hearth, seconds=60)
        second = mute(hearth, seconds=7200, reason="again", by=hearth.owner)
        assert second.pk == first.pk
        assert (second.muted_by, second.reason) == (hearth.owner, "again")
        assert ends(second) > ends(first) + timedelta(hours=1)
        lift(hearth)
        assert mute(hearth).pk == first.pk
        assert sending(hearth) == "muted"


class TestTwice:
    def test_a_repeated_request_changes_nothing(self, hearth: Reported) -> None:
        first = mute(hearth, reason="cool down")
        again = mute(hearth, reason="cool down")
        assert (again.until, again.own_rev) == (first.until, first.own_rev)
        assert Act.objects.filter(name="moderation.muted").count() == 1

    def test_later_it_begins_anew(self, hearth: Reported) -> None:
        first = mute(hearth)
        earlier = timedelta(seconds=mutes.REPEATED_SECONDS + 1)
        Mute.objects.update(at=first.at - earlier, until=first.at - earlier + timedelta(seconds=600))
        again = mute(hearth)
        assert again.own_rev > first.own_rev
        assert ends(again) >= ends(first)


def test_the_clock_is_the_database(hearth: Reported) -> None:
    muted = mute(hearth, seconds=60)
    assert muted.until == muted.at + timedelta(seconds=60)
    assert abs(timezone.now() - muted.at) < timedelta(seconds=30)
