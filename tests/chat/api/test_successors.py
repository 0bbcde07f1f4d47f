"""The room where the conversation of an archived one goes on."""

from typing import Any

import pytest

from accounts.models import User
from chat.models import Membership, Room
from chat.services.authority import Administrator
from chat.services.rooms import many_rooms
from chat.services.rooms.rooms import create
from core.audit.models import Act
from tests.chat.hearth import Hearth
from tests.support.in_process import Api, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def kotatsu(hearth: Hearth) -> Room:
    return create(owner=hearth.owner, name="Kotatsu")


def archived(hearth: Hearth, owner: Api, successor: Room) -> Any:
    return owner.patch(f"rooms/{hearth.id}/", {"archived": True, "successor": successor.pk})


def test_it_is_named_with_the_archiving_and_goes_with_it(
    hearth: Hearth, owner: Api, member: Api, kotatsu: Room
) -> None:
    assert owner.get(f"rooms/{hearth.id}/").body["successor"] is None
    first, again = archived(hearth, owner, kotatsu), archived(hearth, owner, kotatsu)
    assert (first.status, first.body["successor"]) == (200, kotatsu.pk)
    assert again.body == first.body  # twice is once: no other rev
    assert member.get(f"rooms/{hearth.id}/").body["successor"] == kotatsu.pk
    assert owner.patch(f"rooms/{hearth.id}/", {"archived": False}).body["successor"] is None
    acts = [(act.name, act.content.details) for act in Act.objects.filter(name__contains="archived").order_by("pk")]
    assert acts == [("chat.room_archived", f'{{"successor":{kotatsu.pk}}}'), ("chat.room_unarchived", "")]


def test_it_is_chosen_and_taken_away_later(hearth: Hearth, owner: Api, kotatsu: Room) -> None:
    owner.patch(f"rooms/{hearth.id}/", {"archived": True})
    assert owner.patch(f"rooms/{hearth.id}/", {"successor": kotatsu.pk}).body["successor"] == kotatsu.pk
    assert owner.patch(f"rooms/{hearth.id}/", {"successor": None}).body["successor"] is None
    both = {"successor": kotatsu.pk, "topic": "Moved"}
    assert owner.patch(f"rooms/{hearth.id}/", both).refusal == (409, "room_archived")


def test_everybody_in_the_room_is_told(hearth: Hearth, owner: Api, kotatsu: Room, published: Any) -> None:
    archived(hearth, owner, kotatsu)
    ((_, frame),) = published.frames
    assert (frame["type"], frame["successor"]) == ("room", kotatsu.pk)


def test_an_open_room_has_none(hearth: Hearth, owner: Api, kotatsu: Room) -> None:
    for change in ({"successor": kotatsu.pk}, {"archived": False, "successor": kotatsu.pk}):
        assert owner.patch(f"rooms/{hearth.id}/", change).fields == {"successor": ["invalid"]}
    assert Room.objects.get(pk=hearth.id).successor_id is None


def test_who_may_not_archive_names_none(hearth: Hearth, owner: Api, kotatsu: Room) -> None:
    moderator, stranger = Api(hearth.moderator), Api(hearth.stranger)
    owner.patch(f"rooms/{hearth.id}/", {"archived": True})
    assert moderator.patch(f"rooms/{hearth.id}/", {"successor": kotatsu.pk}).refusal == (403, "forbidden")
    assert stranger.patch(f"rooms/{hearth.id}/", {"successor": kotatsu.pk}).refusal == (404, "not_found")


def test_a_room_that_the_owner_does_not_see_is_as_one_that_is_not_there(hearth: Hearth, owner: Api) -> None:
    secret = create(owner=a_user("ren"), name="Secret", kind=Room.Kind.PRIVATE)
    left = create(owner=a_user("mei"), name="Left", kind=Room.Kind.PRIVATE, members=[hearth.owner.pk])
    Membership.objects.filter(room=left, user=hearth.owner).update(left_at=left.created_at)
    for room in (secret.pk, left.pk, 999_999):
        refused = owner.patch(f"rooms/{hearth.id}/", {"archived": True, "successor": room})
        assert (refused.status, refused.fields) == (400, {"successor": ["does_not_exist"]})
    assert not Room.objects.get(pk=hearth.id).is_archived


def test_what_can_succeed_no_room(hearth: Hearth, owner: Api, kotatsu: Room) -> None:
    direct = owner.post("direct/", {"users": [hearth.member.pk]}).body["id"]
    owner.patch(f"rooms/{kotatsu.pk}/", {"archived": True})
    for room in (hearth.id, direct, kotatsu.pk):
        refused = owner.patch(f"rooms/{hearth.id}/", {"archived": True, "successor": room})
        assert refused.fields == {"successor": ["invalid"]}
    for room in (0, "12", 2**63):
        assert owner.patch(f"rooms/{hearth.id}/", {"archived": True, "successor": room}).status in (200, 400)


def test_many_rooms_that_are_opened_again_have_none(hearth: Hearth, owner: Api, kotatsu: Room) -> None:
    archived(hearth, owner, kotatsu)
    chief = Administrator(User.objects.create_superuser("chief"))
    many_rooms.set_archived(by=chief, rooms=[hearth.room], archived=False)
    assert Room.objects.get(pk=hearth.id).successor_id is None
