"""How much of an inbox is not done: over REST, and as frames count it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Session, User
from chat.events import user_group
from chat.services.personal import reading
from chat.services.rooms import direct, memberships
from core.rest.pagination import page_and_next
from moderation.services import hiding
from notifications.api import inbox as inbox_api
from notifications.selectors import inbox as selectors
from notifications.services import marking
from tests.chat.hearth import Hearth, Published
from tests.notifications.told import ids, tell
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db


def unread(hearth: Hearth) -> Any:
    return Api(hearth.member).get("inbox/unread/").body


def test_by_room(hearth: Hearth) -> None:
    here, hearth.id = hearth.id, direct.open_direct(by=hearth.moderator, others=[hearth.member.pk]).room.pk
    there = hearth.id
    hearth.say("Psst", hearth.moderator)
    hearth.id = here
    messages = [hearth.say(f"@yuki {at}") for at in range(3)]
    tell()
    assert {**unread(hearth), "me": 0} == {"unread": 4, "rooms": {str(here): 3, str(there): 1}, "me": 0}
    reading.advance(by=hearth.member, room_id=here, seq=messages[1].seq)
    assert unread(hearth)["rooms"] == {str(here): 1, str(there): 1}
    hiding.hide(by=hearth.member, user_id=hearth.moderator.pk)
    assert unread(hearth)["rooms"] == {str(here): 1}
    memberships.leave(by=hearth.member, room_id=here)
    assert {**unread(hearth), "me": 0} == {"unread": 0, "rooms": {}, "me": 0}


def test_the_answer_to_a_mark_says_of_which_change_it_is(hearth: Hearth) -> None:
    hearth.say("@yuki")
    tell()
    api, before = Api(hearth.member), unread(hearth)["me"]
    answer = api.post("inbox/done/", {"all": True}).body
    assert answer == {"unread": 0, "rooms": {}, "me": before + 1} == unread(hearth)
    assert api.post("inbox/undone/", {"ids": ids(hearth.member)}).body["me"] == before + 2


def test_it_costs_less_than_a_page(hearth: Hearth) -> None:
    for at in range(5):
        hearth.say(f"@yuki {at}")
    tell()
    api, texts = Api(hearth.member), list[int]()
    for path in ("inbox/unread/", "inbox/"):
        with CaptureQueriesContext(connection) as asked:
            api.get(path)
        texts.append(sum("mention_texts" in query["sql"] for query in asked.captured_queries))
    assert texts == [0, 1]


def told(published: Published, user: User) -> list[int]:
    """The counts that the person's devices were told."""
    events = [event for group, event in published.events if group == user_group(user.pk)]
    frames = [json.loads(event["frame"]) for event in events if event["type"] == "own.frame"]
    return [frame["unread"] for frame in frames if frame["type"] == "inbox"]


def test_a_frame_counts_after_the_commit(hearth: Hearth, published: Published) -> None:
    Api(hearth.member)
    hearth.say("@yuki")
    tell()
    assert told(published, hearth.member) == [1]
    marking.mark_done(by=hearth.member)
    assert told(published, hearth.member) == [1, 0]


def test_nobody_is_counted_for_who_has_no_socket(hearth: Hearth, published: Published) -> None:
    """Neither for who is signed in nowhere, nor for whose last token is over."""
    Api(hearth.moderator)
    Session.objects.update(last_used_at=timezone.now() - timedelta(hours=1))
    hearth.say("@yuki @kenji")
    with CaptureQueriesContext(connection) as asked:
        tell()
    assert told(published, hearth.member) + told(published, hearth.moderator) == []
    assert not [query for query in asked.captured_queries if "AS undone" in query["sql"]]


def items(hearth: Hearth, number: int) -> None:
    for at in range(number):
        hearth.say(f"@yuki {at}", hearth.moderator if at % 2 else hearth.owner)
    tell()


def test_counts_of_many(hearth: Hearth) -> None:
    items(hearth, 5)
    hearth.say("@kenji")
    tell()
    people = [hearth.member.pk, hearth.moderator.pk, hearth.stranger.pk]
    assert selectors.unread_counts(people) == dict(zip(people, (5, 1, 0), strict=True))
    hiding.hide(by=hearth.member, user_id=hearth.moderator.pk)
    assert selectors.unread_counts(people)[hearth.member.pk] == 3


def test_counts_end_somewhere(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "MOST_COUNTED", 4)
    items(hearth, 10)
    assert selectors.unread_counts([hearth.member.pk]) == {hearth.member.pk: 4}
    assert unread(hearth)["unread"] == 10
    # What is hidden is not counted, nor does it hide what is behind it.
    hiding.hide(by=hearth.member, user_id=hearth.moderator.pk)
    assert selectors.unread_counts([hearth.member.pk]) == {hearth.member.pk: 4}
    marking.mark_done(by=hearth.member, up_to=ids(hearth.member)[2])
    assert selectors.unread_counts([hearth.member.pk]) == {hearth.member.pk: 2}


def test_a_removal_while_the_inbox_is_read(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the items were read, and before they are answered."""
    hearth.say("@yuki come")
    tell()
    read = page_and_next

    def removed_meanwhile(*given: Any, **options: Any) -> Any:
        found = read(*given, **options)
        memberships.leave(by=hearth.member, room_id=hearth.id)
        return found

    monkeypatch.setattr(inbox_api, "page_and_next", removed_meanwhile)
    assert Api(hearth.member).get("inbox/").body == {"results": [], "next": None, "unread": 0}
