"""Tiles of the admin's home: whom they show what, what one that fails does to the others, and what is kept."""

import time
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.test import RequestFactory

from core.admin import tiles
from core.admin.tiles import Tile, kept, list_url
from tests.support.in_process import a_user


def request_of(user: Any) -> Any:
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


def test_a_tile_that_fails_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: object) -> Tile:
        raise OSError

    def good(request: object) -> Tile:
        return Tile("tea", "now", "Tea", value="3")

    def not_for_you(request: object) -> None: ...

    monkeypatch.setattr(tiles, "named", lambda _: [broken, not_for_you, good])
    assert [tile.key for tile in tiles.tiles(request_of(AnonymousUser()))] == ["tea"]


def test_what_is_kept_is_read_again_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now, read = [0.0], []
    monkeypatch.setattr(time, "monotonic", lambda: now[0])

    @kept(5)
    def figure(of: str = "") -> int:
        read.append(of)
        return len(read)

    assert (figure(), figure(), figure("tea")) == (1, 1, 2)
    now[0] = 4.9
    assert figure() == 1
    now[0] = 5
    assert figure() == 3
    tiles.forget()
    assert figure() == 4


@pytest.mark.django_db
def test_a_list_has_an_address_for_who_may_see_it() -> None:
    staff = a_user("yuki", is_staff=True)
    assert list_url(request_of(staff), "chat.Room") == ""
    staff.user_permissions.set(Permission.objects.filter(codename="view_room"))
    staff = type(staff).objects.get(pk=staff.pk)
    assert list_url(request_of(staff), "chat.Room", q="tea") == "/admin/chat/room/?q=tea"
    assert list_url(request_of(staff), "chat.Message") == ""
    assert list_url(request_of(staff), "moderation.NoSuchModel") == "", "its app was taken out"
