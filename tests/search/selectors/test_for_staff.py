"""What the admin's list of messages asks the index: any rooms, the newest first, and nothing of other rooms."""

import pytest

from accounts.models import User
from chat.models import Message, Room
from chat.services.authority import Administrator
from chat.services.messages import editing, restoring
from chat.services.rooms import rooms
from search.models import Chunk
from search.selectors import for_staff, index
from search.services import rebuilding
from tests.chat.admin.pages import said
from tests.files.a_file import a_file
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


class Site:
    def __init__(self) -> None:
        self.kenji, self.yuki = a_user("kenji"), a_user("yuki")
        self.rooms = [self.room(name) for name in ("Hearth", "Den")]
        self.first = said(self.rooms[0], self.kenji, "Hot TEA for all")
        self.second = said(self.rooms[1], self.kenji, "会議室でお茶")
        self.third = said(self.rooms[1], self.yuki, "tea, and a file", files=(a_file(self.yuki, "急須.png").pk,))

    def room(self, name: str) -> Room:
        return rooms.create(owner=self.kenji, name=name, kind="private", members=[self.yuki.pk])

    def found(self, *words: str, by: User | None = None, most: int = 10, rooms: int = 2) -> list[Message] | None:
        ids = [room.pk for room in self.rooms[:rooms]]
        at = for_staff.find(words, ids, None if by is None else [by.pk], most)
        return None if at is None else [Message.objects.get(room=room, seq=seq) for room, seq in at]


@pytest.fixture(params=["waiting", "indexed"])
def site(request: pytest.FixtureRequest) -> Site:
    made = Site()
    if request.param == "indexed":
        rebuilding.bring_up(lambda done, total: None)
        assert Chunk.objects.exists()
    return made


def test_words_in_any_of_the_rooms_the_newest_first(site: Site) -> None:
    assert site.found("tea") == [site.third, site.first]
    assert site.found("TEA", "hot") == [site.first]
    assert site.found("会議") == [site.second]
    assert site.found("急須") == [site.third]
    assert site.found("coffee") == []


def test_nothing_of_other_rooms_and_people(site: Site) -> None:
    assert site.found("tea", rooms=1) == [site.first]
    assert site.found("tea", by=site.kenji) == [site.first]
    assert for_staff.find(["tea"], [room.pk for room in site.rooms], [], 10) == []
    assert for_staff.find(["tea"], [], None, 10) == []


def test_as_many_as_asked_for(site: Site) -> None:
    assert site.found("tea", most=1) == [site.third]


def test_words_of_nothing_find_nothing(site: Site) -> None:
    assert site.found("") == []
    assert site.found() == []


def test_what_is_deleted_is_not_found_and_found_again_once_it_is_restored(site: Site) -> None:
    by = Administrator(site.yuki)
    editing.delete(by=by, message=site.first)
    assert site.found("hot") == []
    rebuilding.bring_up(lambda done, total: None)
    assert site.found("hot") == []
    restoring.restore(by=by, message=site.first)
    assert site.found("hot") == [site.first]
    rebuilding.bring_up(lambda done, total: None)
    assert site.found("hot") == [site.first]


def test_while_the_index_is_built_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site()
    monkeypatch.setattr(index, "MOST_UNINDEXED", 1)
    assert site.found("tea") is None
