"""Pages of results: none twice, none left out, while people write."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from chat.models import Message
from chat.services.messages import editing
from tests.chat.hearth import Hearth
from tests.chat.longest import FILES, FIRE, fill
from tests.search.indexed import index_all
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db

COUNT = 300


def pages(hearth: Hearth, between: Callable[[], object] = lambda: None, **query: Any) -> list[list[int]]:
    """The ids of each page, by the links. `between`: done before each page but the first."""
    api, found = Api(hearth.member), list[list[int]]()
    answer = api.get("search/", **query).body
    while True:
        found.append([result["message"]["id"] for result in answer["results"]])
        if answer["next"] is None:
            return found
        between()
        answer = api.get(answer["next"].partition("/api/")[2]).body
        assert (answer["rooms"], answer["people"], answer["files"]) == ([], [], [])


def ids(found: list[list[int]]) -> list[int]:
    return [each for page in found for each in page]


@pytest.fixture(params=[True, False])
def talk(request: pytest.FixtureRequest, hearth: Hearth) -> Hearth:
    """Every third message speaks of tea."""
    fill(hearth, COUNT, lambda number: f"{number} " + "tea " * (number % 3 == 0) + "hearth" * (number % 7))
    # What is sent from now on is newer.
    Message.objects.update(created_at=F("created_at") - timedelta(days=1))
    if request.param:
        index_all()
    return hearth


def of_tea(room: int) -> list[int]:
    return list(Message.objects.filter(room=room, text__contains="tea").order_by("-seq").values_list("pk", flat=True))


def test_the_newest_come_first(talk: Hearth) -> None:
    found = pages(talk, q="tea", limit=20)
    assert ids(found) == of_tea(talk.id)
    assert [len(page) for page in found] == [20] * 5


def test_twenty_come_where_nothing_is_said(talk: Hearth) -> None:
    assert len(pages(talk, q="tea")[0]) == 20


@pytest.mark.parametrize("sort", ["newest", "best"])
def test_what_arrives_meanwhile_moves_nothing(talk: Hearth, sort: str) -> None:
    expected = of_tea(talk.id)
    found = ids(pages(talk, lambda: talk.say("more tea"), q="tea", limit=7, sort=sort))
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("sort", ["newest", "best"])
def test_what_is_deleted_meanwhile_leaves_out_nothing_else(talk: Hearth, sort: str) -> None:
    expected, gone = of_tea(talk.id), set[int]()

    def delete() -> None:
        left = [pk for pk in of_tea(talk.id) if pk not in gone]
        gone.add(left[len(left) // 2])
        editing.delete_mine(by=talk.owner, message_id=left[len(left) // 2])

    found = ids(pages(talk, delete, q="tea", limit=20, sort=sort))
    assert len(found) == len(set(found))
    assert {*expected} - gone <= {*found} <= {*expected}


def test_the_best_come_first(hearth: Hearth) -> None:
    begun, both, long = hearth.say("teapot"), hearth.say("tea and tea"), hearth.say("tea " + "x" * 500)
    plain = hearth.say("tea")
    assert ids(pages(hearth, q="tea", sort="best", limit=1)) == [both.pk, plain.pk, long.pk, begun.pk]


def test_kanji_stand_alone_beside_other_signs(hearth: Hearth) -> None:
    part, whole = hearth.say("会議室です"), hearth.say("会議です")
    hearth.say("茶")
    assert ids(pages(hearth, q="会議", sort="best")) == [whole.pk, part.pk]


def test_a_page_ends_with_its_bytes(hearth: Hearth) -> None:
    fill(hearth, 60, f"tea {FIRE[:9000]}", files=FILES)
    found = pages(hearth, q="tea", limit=50)
    assert len(found) > 2
    assert ids(found) == of_tea(hearth.id)


def test_a_call_reads_a_bounded_part(talk: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the next page goes on, after a page that may be empty."""
    index_all()
    monkeypatch.setattr("search.selectors.pages.MOST_CHARACTERS", 1)
    monkeypatch.setattr("search.selectors.walk.FIRST_BATCH", 1)
    found = pages(talk, q="-hearth", limit=50)
    assert any(len(page) < 50 for page in found[:-1])
    without = Message.objects.filter(room=talk.id).exclude(text__contains="hearth").order_by("-seq")
    assert ids(found) == list(without.values_list("pk", flat=True))
