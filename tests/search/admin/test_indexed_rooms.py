"""The index in the admin: how far it is, how large it is, and nothing to change."""

import pytest
from django.test import Client

from search.models import IndexedRoom
from search.selectors.progress import progress
from tests.chat.hearth import Hearth
from tests.search.writing import a_room, index_room
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

LIST = "/admin/search/indexedroom/"


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(a_user("mai", is_staff=True, is_superuser=True))
    return client


def test_progress_and_size(admin: Client) -> None:
    hearth = Hearth()
    assert (progress().percent, progress().chunks) == (0, 0)
    room = a_room(hearth.owner, (f"kettle {at}" for at in range(200)))
    index_room(room.pk)
    now = progress()
    assert (now.changes - now.indexed, now.chunks) == (hearth.room.rev, 2)
    assert now.size > 200 * len("kettle")
    page = admin.get(LIST).content.decode()
    assert f"{now.percent} % of all changes indexed, 2 chunks" in page
    index_room(hearth.id)
    assert progress().percent == 100


def test_a_room_with_what_waits(admin: Client) -> None:
    hearth = Hearth()
    index_room(hearth.id)
    for _ in range(3):
        hearth.store()
    row = IndexedRoom.objects.create(room_id=hearth.id + 1000)
    page = admin.get(LIST, {"q": f"room:{hearth.id}"}).content.decode()
    assert "Hearth" in page
    assert '<td class="field-waiting">3</td>' in page
    assert admin.get(LIST, {"q": "hear"}).content.decode().count("field-waiting") == 1
    assert admin.get(f"{LIST}{hearth.id}/change/").status_code == 200
    assert admin.get(f"{LIST}{row.pk}/change/").status_code == 302, "of a room that is gone"


def test_nobody_changes_it_by_hand(admin: Client) -> None:
    hearth = Hearth()
    index_room(hearth.id)
    assert admin.get(f"{LIST}add/").status_code == 403
    for page in ("change", "delete"):
        assert admin.post(f"{LIST}{hearth.id}/{page}/", {"post": "yes"}).status_code == 403
    assert IndexedRoom.objects.get(room=hearth.id).rev == hearth.room.rev
