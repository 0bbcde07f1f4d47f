"""What was begun on one device goes on on another."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from chat import selectors
from chat.models import Draft, Membership, OwnState
from chat.models.message import TEXT_LENGTH
from chat.services.personal import drafts
from chat.services.rooms import joining, memberships
from core.problems import Problem
from tests.chat.hearth import Hearth, Published
from tests.support.in_process import at_once

pytestmark = pytest.mark.django_db


def ago(minutes: float) -> datetime:
    return timezone.now() - timedelta(minutes=minutes)


def keep(
    hearth: Hearth, text: str, minutes_ago: float = 0, user: User | None = None, rev: int | None = None, **place: int
) -> Draft:
    return drafts.keep(by=user or hearth.member, room_id=hearth.id, text=text, at=ago(minutes_ago), rev=rev, **place)


def texts(user: User) -> list[str]:
    return [draft.text for draft in selectors.drafts_of(user)]


class TestNewest:
    def test_the_newer_wins_whichever_comes_first(self, hearth: Hearth) -> None:
        assert keep(hearth, "newer", minutes_ago=1).text == "newer"
        assert keep(hearth, "older", minutes_ago=2).text == "newer"
        assert keep(hearth, "newest", minutes_ago=0).text == "newest"
        assert texts(hearth.member) == ["newest"]

    def test_what_was_sent_is_not_brought_back_by_a_device_that_was_away(self, hearth: Hearth) -> None:
        keep(hearth, "half a sent")
        keep(hearth, " \n")
        assert keep(hearth, "half", minutes_ago=1).text == ""
        assert texts(hearth.member) == []

    def test_a_clock_that_is_ahead_does_not_win_for_ever(self, hearth: Hearth) -> None:
        keep(hearth, "from tomorrow", minutes_ago=-24 * 60)
        assert keep(hearth, "from now").text == "from now"

    def test_a_thread_has_its_own(self, hearth: Hearth) -> None:
        root = hearth.say()
        keep(hearth, "in the room")
        keep(hearth, "in the thread", thread=root.pk)
        assert sorted(texts(hearth.member)) == ["in the room", "in the thread"]


class TestRevs:
    """A device's clock decides nothing: a text is stored where it replaces the draft that is kept."""

    def test_a_slow_clock_loses_nothing(self, hearth: Hearth) -> None:
        keep(hearth, "from a device without revs")
        kept = Draft.objects.get()
        written = keep(hearth, "from a slow clock", minutes_ago=60, rev=kept.rev)
        assert (written.text, texts(hearth.member)) == ("from a slow clock", ["from a slow clock"])

    def test_what_a_slow_clock_has_sent_stays_gone(self, hearth: Hearth) -> None:
        keep(hearth, "from a device without revs")
        first = keep(hearth, "half a sent", minutes_ago=60, rev=Draft.objects.get().rev)
        sent = keep(hearth, "", minutes_ago=60, rev=first.rev)
        assert (sent.text, texts(hearth.member)) == ("", [])
        assert keep(hearth, "half", rev=first.rev).text == ""
        assert texts(hearth.member) == []

    def test_a_clear_ends_what_is_on_its_way(self, hearth: Hearth) -> None:
        keep(hearth, "", rev=0)
        assert keep(hearth, "half a sent, late", rev=0).text == ""
        kept = Draft.objects.get()
        keep(hearth, "", rev=kept.rev)
        assert keep(hearth, "later still", rev=kept.rev).text == ""

    def test_who_replaces_another_draft_is_told_the_kept_one(self, hearth: Hearth, published: Published) -> None:
        kept = keep(hearth, "from the phone", rev=0)
        published.clear()
        assert keep(hearth, "from the desk", rev=0).text == "from the phone"
        assert published.events == []
        assert keep(hearth, "from the desk", rev=kept.rev).text == "from the desk"

    def test_where_none_is_kept_any_more_the_answer_is_empty(self, hearth: Hearth) -> None:
        told = keep(hearth, "typed over what was forgotten", rev=7)
        assert (told.text, told.rev, Draft.objects.exists()) == ("", 0, False)
        assert keep(hearth, "typed over what was forgotten", rev=told.rev).rev > 0

    def test_twice_is_once(self, hearth: Hearth, published: Published) -> None:
        first = keep(hearth, "half", rev=0)
        published.clear()
        again = keep(hearth, "half", rev=0)
        assert (again.text, again.rev, published.events) == ("half", first.rev, [])

    def test_the_time_is_the_servers(self, hearth: Hearth) -> None:
        before = timezone.now()
        assert drafts.keep(by=hearth.member, room_id=hearth.id, text="now", at=ago(60), rev=0).at >= before


class TestPrivate:
    def test_mine_are_mine(self, hearth: Hearth, published: Published) -> None:
        keep(hearth, "what I think of you")
        assert texts(hearth.owner) == []
        ((group, event),) = published.events
        assert (group, event["type"], event["room"]) == (f"user.{hearth.member.pk}", "frame", hearth.id)
        frame = json.loads(event["frame"])
        assert {name: frame[name] for name in ("type", "room", "thread", "text")} == {
            "type": "draft", "room": hearth.id, "thread": None, "text": "what I think of you",
        }  # fmt: skip
        assert published.frames == []

    def test_what_is_older_is_told_to_nobody(self, hearth: Hearth, published: Published) -> None:
        keep(hearth, "newer")
        published.clear()
        keep(hearth, "older", minutes_ago=1)
        assert published.events == []

    def test_those_of_a_room_i_left_are_not_shown(self, hearth: Hearth) -> None:
        keep(hearth, "goodbye")
        memberships.leave(by=hearth.member, room_id=hearth.id)
        assert texts(hearth.member) == []

    @pytest.mark.parametrize("person", ["former", "stranger"])
    def test_who_is_not_in_keeps_none(self, hearth: Hearth, person: str) -> None:
        with pytest.raises(Problem, match="not_found"):
            keep(hearth, "hello?", user=hearth.person(person))

    def test_those_of_a_room_i_come_back_to_are_told_again(self, hearth: Hearth, published: Published) -> None:
        keep(hearth, "missed by my other device")
        missed = OwnState.objects.get(user=hearth.member).rev - 1
        memberships.leave(by=hearth.member, room_id=hearth.id)
        # Without the room there is no draft, so the device is past it and was not told.
        gone = selectors.changes_since(hearth.member, known_epoch=selectors.epoch(), revs={}, me=missed).me
        assert gone is not None
        assert (gone.gone, gone.drafts) == ([hearth.id], [])
        published.clear()
        joining.join(by=hearth.member, room_id=hearth.id)
        (told,) = [json.loads(event["frame"]) for _, event in published.events if event["type"] == "frame"]
        assert (told["text"], told["me"]) == ("missed by my other device", gone.head + 2)
        back = selectors.changes_since(hearth.member, known_epoch=selectors.epoch(), revs={}, me=gone.head).me
        assert back is not None
        assert [draft.text for draft in back.drafts] == ["missed by my other device"]

    def test_a_clearing_that_a_device_missed_is_told_too(self, hearth: Hearth, published: Published) -> None:
        keep(hearth, "half")
        keep(hearth, "")
        memberships.leave(by=hearth.member, room_id=hearth.id)
        published.clear()
        joining.join(by=hearth.member, room_id=hearth.id)
        (told,) = [json.loads(event["frame"]) for _, event in published.events if event["type"] == "frame"]
        assert (told["text"], told["rev"]) == ("", OwnState.objects.get(user=hearth.member).rev)

    def test_it_takes_no_rev(self, hearth: Hearth) -> None:
        before = hearth.room.rev
        keep(hearth, "quietly")
        assert hearth.room.rev == before


class TestLimits:
    def test_a_draft_is_as_long_as_a_message(self, hearth: Hearth) -> None:
        keep(hearth, "囲" * TEXT_LENGTH)
        with pytest.raises(Problem, match="text_too_long"):
            keep(hearth, "囲" * (TEXT_LENGTH + 1))

    def test_the_oldest_are_forgotten(self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(drafts, "MOST", 2)
        for minutes_ago in (3, 1, 2):
            keep(hearth, f"{minutes_ago}", minutes_ago=minutes_ago, thread=hearth.say().pk)
        assert texts(hearth.member) == ["1", "2"]

    def test_cleared_ones_are_remembered_for_a_while(self, hearth: Hearth) -> None:
        keep(hearth, "", minutes_ago=25 * 60)
        keep(hearth, "", minutes_ago=23 * 60, thread=hearth.say().pk)
        keep(hearth, "another", thread=hearth.say().pk)
        assert Draft.objects.filter(text="").count() == 1

    def test_the_oldest_cleared_ones_are_forgotten(self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(drafts, "MOST_CLEARED", 2)
        kept = [keep(hearth, "", rev=0, thread=hearth.say().pk) for _ in range(4)]
        assert set(Draft.objects.values_list("rev", flat=True)) == {each.rev for each in kept[2:]}
        assert OwnState.objects.get(user=hearth.member).forgotten_rev == kept[1].rev

    def test_clearing_texts_counts_as_well(self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(drafts, "MOST_CLEARED", 2)
        for root in [hearth.say().pk for _ in range(4)]:
            keep(hearth, "", rev=keep(hearth, "half", rev=0, thread=root).rev, thread=root)
        assert Draft.objects.count() == 2

    def test_coming_back_takes_as_many_statements_with_many(
        self, hearth: Hearth, django_assert_max_num_queries: Any
    ) -> None:
        kept = [keep(hearth, text, rev=0, thread=hearth.say().pk) for text in ("half", "", "half", "", "", "")]
        last = kept[-1].rev
        with django_assert_max_num_queries(4):
            drafts.tell_again(hearth.id, [hearth.member.pk])
        assert sorted(Draft.objects.values_list("rev", flat=True)) == list(range(last + 1, last + 7))
        assert OwnState.objects.get(user=hearth.member).rev == last + 6

    def test_a_thread_of_another_room_is_none(self, hearth: Hearth) -> None:
        with pytest.raises(Problem, match="invalid"):
            keep(hearth, "where am I?", thread=hearth.say().pk + 1)

    def test_what_cannot_be_stored_is_left_out(self, hearth: Hearth) -> None:
        assert keep(hearth, "a\0b\ud800").text == "ab?"


@pytest.mark.django_db(transaction=True)
def test_of_devices_at_once_the_newest_wins(hearth: Hearth) -> None:
    at_once(*[lambda turn=turn: keep(hearth, f"{turn}", minutes_ago=turn) for turn in (3, 1, 4, 2, 5)])
    assert texts(hearth.member) == ["1"]
    assert Membership.objects.get(room=hearth.id, user=hearth.member).is_current
