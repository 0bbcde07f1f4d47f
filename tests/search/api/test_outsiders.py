"""Nobody finds what is in a room that they are not in now."""

from typing import Any

import pytest
from django.db import connection
from django.urls import get_resolver

from accounts.models import User
from chat import selectors
from chat.models import Room
from chat.services.authority import Member
from chat.services.rooms import direct, memberships
from tests.chat.api.every_call.test_removed_while_reading import MOST_QUERIES, Before
from tests.chat.hearth import Hearth
from tests.files.a_file import a_file
from tests.search.indexed import index_all
from tests.support.in_process import Api
from tests.support.protocol_document import Call
from tests.support.routes import calls_of

pytestmark = pytest.mark.django_db

NOTHING: dict[str, Any] = {"results": [], "rooms": [], "people": [], "files": [], "notes": [], "next": None}
# In the name of the room, in a message, in the name of a file.
WORD = "hearth"
QUERIES = [WORD, f"{WORD} has:file", "has:file", f"-nowhere in:{WORD}", '"by the hearth"']
indexed = pytest.mark.parametrize("is_indexed", [True, False])
outsiders = pytest.mark.parametrize("person", ["former", "stranger"])


def furnished(kind: str = Room.Kind.PUBLIC) -> Hearth:
    hearth = Hearth(kind)
    hearth.say("by the hearth", files=(a_file(hearth.owner, "hearth.png").pk,))
    return hearth


def found(user: User, q: str) -> Any:
    both = [Api(user).get("search/", q=q, sort=sort).body for sort in ("newest", "best")]
    assert [one.pop("next") for one in both] == [None, None]
    assert both[0] == both[1]
    return {**both[0], "next": None}


def without_notes(answer: Any) -> Any:
    """An outsider is told that no room of theirs is called so."""
    return {**answer, "notes": []}


def test_no_call_is_forgotten() -> None:
    assert set(calls_of(get_resolver("search.api.urls").url_patterns, "/api/")) == {Call("GET", "/api/search/")}


def test_nobody_gets_in_without_a_token() -> None:
    assert Api().get("search/", q=WORD).refusal == (401, "not_authenticated")


def test_a_deactivated_user_is_refused(hearth: Hearth) -> None:
    api = Api(hearth.member)
    assert api.get("search/", q=WORD).status == 200
    User.objects.filter(pk=hearth.member.pk).update(is_active=False)
    assert api.get("search/", q=WORD).refusal == (401, "user_inactive")


@indexed
@outsiders
@pytest.mark.parametrize("kind", [Room.Kind.PUBLIC, Room.Kind.PRIVATE])
def test_a_room_of_others(kind: str, person: str, is_indexed: bool) -> None:
    hearth = furnished(kind)
    if is_indexed:
        index_all()
    for q in QUERIES:
        assert len(found(hearth.member, q)["results"]) == 1, q
        assert without_notes(found(hearth.person(person), q)) == NOTHING, q


@indexed
def test_a_direct_room_of_others(hearth: Hearth, is_indexed: bool) -> None:
    pair = direct.open_direct(by=hearth.owner, others=[hearth.member.pk]).room
    hearth.id = pair.pk
    hearth.say("between us")
    if is_indexed:
        index_all()
    for q in ("between", f"with:@{hearth.owner.username}", f"from:@{hearth.owner.username} between"):
        assert len(found(hearth.member, q)["results"]) == 1, q
        assert found(hearth.moderator, q)["results"] == [], q


@indexed
def test_a_removed_member_finds_nothing_from_then_on(is_indexed: bool) -> None:
    hearth = furnished()
    if is_indexed:
        index_all()
    first = found(hearth.member, WORD)
    assert (len(first["results"]), len(first["rooms"]), len(first["files"])) == (1, 1, 1)
    memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)
    assert found(hearth.member, WORD) == NOTHING
    memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[hearth.member.pk])
    assert found(hearth.member, WORD)["results"] == first["results"]


def test_an_archived_room_is_found() -> None:
    hearth = furnished()
    hearth.archive()
    answer = found(hearth.member, WORD)
    assert (len(answer["results"]), len(answer["rooms"]), len(answer["files"])) == (1, 1, 1)


@indexed
@pytest.mark.parametrize("sort", ["newest", "best"])
def test_a_removal_between_two_queries(sort: str, is_indexed: bool) -> None:
    hearth = furnished()
    if is_indexed:
        index_all()
    api = Api(hearth.member)

    def remove() -> None:
        memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)

    for number in range(1, MOST_QUERIES):
        before = Before(number, remove)
        with connection.execute_wrapper(before):
            answer = api.get("search/", q=WORD, sort=sort).body
        if not before.has_acted:
            assert number > 2, "the read made no query"
            assert len(answer["results"]) == 1
            return
        assert answer == NOTHING, f"removed before query {number}"
        memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[hearth.member.pk])
    pytest.fail("the read has more queries than that")


def test_names_in_filters_tell_nothing_of_rooms(hearth: Hearth) -> None:
    """A room of others and one that is not there are told alike."""
    answers = [Api(hearth.stranger).get("search/", q=f"in:{name}").body for name in ("Hearth", "Nowhere")]
    assert [[note["code"] for note in answer["notes"]] for answer in answers] == [["no_such_room"]] * 2
    assert [answer["results"] for answer in answers] == [[], []]


@pytest.mark.parametrize("read", [selectors.messages_at, selectors.first_lines_at])
def test_messages_at_a_place_are_for_members_of_now(hearth: Hearth, read: Any) -> None:
    seq = hearth.say().seq
    assert [message.seq for message in read(hearth.member, {hearth.id: [seq]})] == [seq]
    for person in (hearth.former, hearth.stranger):
        assert list(read(person, {hearth.id: [seq]})) == []
