"""Every address of a file, every method, every kind of caller: who is let in, and that all others get the same."""

from collections.abc import Callable, Collection
from datetime import timedelta
from typing import NamedTuple
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Session, User
from accounts.services import people, sessions
from files import access
from files.models import File
from tests.files.delivery.fetching import address, by_cookie, by_token, cookie_of, fetched, with_cookie
from tests.files.stored import DATA, SMALL, stored, unused
from tests.support.in_process import a_user

VARIANTS = {"original": DATA, "small": SMALL, "large": SMALL}
READING, OTHERS = ("GET", "HEAD"), ("POST", "PUT", "PATCH", "DELETE", "OPTIONS")
WAYS = {"token": by_token, "cookie": by_cookie}
Way = Callable[[User], Client]

pytestmark = pytest.mark.django_db


class Room(NamedTuple):
    """Stands for whatever uses the file: its members may fetch it."""

    file: File
    owner: User
    member: User
    removed: User
    stranger: User


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    owner, member, removed, stranger = map(a_user, ("hanako", "kenji", "yuki", "mai"))
    file = stored(owner, thumbnails=("small", "large"))
    members = {owner.pk, member.pk, removed.pk}
    monkeypatch.setattr(access, "_readers", lambda: (lambda user, asked: asked.pk == file.pk and user.pk in members,))
    members.remove(removed.pk)
    return Room(file, owner, member, removed, stranger)


def expect_bytes(client: Client, file: File, variants: Collection[str] = VARIANTS) -> None:
    for variant in variants:
        answer = fetched(client, address(file, variant))
        assert (answer.status_code, answer.body) == (200, VARIANTS[variant]), variant
        head = fetched(client, address(file, variant), "HEAD")
        assert (head.status_code, head.body) == (200, b""), variant
        assert head.headers["Content-Length"] == str(len(VARIANTS[variant]))


def expect_nothing(client: Client, file: File) -> None:
    """The answer is that of a file that never was."""
    for method in READING:
        never = fetched(Client(), f"/files/{uuid4()}/original", method)
        assert never.status_code == 404
        for variant in VARIANTS:
            answer = fetched(client, address(file, variant), method)
            assert (answer.status_code, answer.body, dict(answer.headers)) == (404, never.body, dict(never.headers))


@pytest.mark.parametrize("way", WAYS)
class TestAFileInARoom:
    def test_is_fetched_by_members(self, room: Room, way: str) -> None:
        expect_bytes(WAYS[way](room.member), room.file)
        expect_bytes(WAYS[way](room.owner), room.file)

    def test_is_nothing_to_somebody_removed_or_never_there(self, room: Room, way: str) -> None:
        expect_nothing(WAYS[way](room.removed), room.file)
        expect_nothing(WAYS[way](room.stranger), room.file)

    def test_is_nothing_to_its_owner_once_removed(self, room: Room, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(access, "_readers", lambda: (lambda user, file: user != room.owner,))
        expect_nothing(WAYS[way](room.owner), room.file)

    def test_is_nothing_to_a_device_that_signed_out(self, room: Room, way: str) -> None:
        client, other = WAYS[way](room.member), WAYS[way](room.member)
        first = room.member.sessions.order_by("created_at")[:1]
        sessions.revoke(first, Session.End.SIGNED_OUT)
        expect_nothing(client, room.file)
        expect_bytes(other, room.file)

    def test_is_nothing_to_somebody_deactivated(self, room: Room, way: str) -> None:
        client = WAYS[way](room.member)
        people.set_active(user=room.member, active=False)
        expect_nothing(client, room.file)

    @pytest.mark.parametrize("change", [{"state": "receiving"}, {"state": "inspecting"}, {"state": "refused"}])
    def test_is_nothing_before_it_was_looked_at(self, room: Room, way: str, change: dict[str, str]) -> None:
        File.objects.filter(pk=room.file.pk).update(**change)
        expect_nothing(WAYS[way](room.member), room.file)

    def test_is_nothing_where_its_bytes_are_gone(self, room: Room, way: str) -> None:
        File.objects.filter(pk=room.file.pk).update(blob=uuid4())
        expect_nothing(WAYS[way](room.member), room.file)


@pytest.mark.parametrize("way", WAYS)
class TestAFileThatNothingUses:
    def test_is_fetched_by_its_owner(self, way: str) -> None:
        owner, stranger = map(a_user, ("hanako", "mai"))
        file = unused(owner)
        expect_bytes(WAYS[way](owner), file, ("original", "small"))
        expect_nothing(WAYS[way](stranger), file)

    def test_is_nothing_when_its_time_is_over(self, way: str) -> None:
        owner = a_user("hanako")
        expect_nothing(WAYS[way](owner), stored(owner, expires_at=timezone.now() - timedelta(seconds=1)))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("use", [File.Use.PORTRAIT, File.Use.PICTURE])
def test_a_portrait_or_picture_is_fetched_by_everybody_signed_in(way: str, use: File.Use) -> None:
    file = stored(a_user("hanako"), use=use)
    expect_bytes(WAYS[way](a_user("mai")), file, ("original", "small"))
    expect_nothing(Client(), file)


def test_the_logo_is_fetched_by_anybody() -> None:
    expect_bytes(Client(), stored(a_user("hanako"), use=File.Use.LOGO), ("original", "small"))


@pytest.mark.parametrize("value", ["", "nonsense", "ey.ey.ey"])
def test_a_cookie_of_nobody_lets_nobody_in(room: Room, value: str) -> None:
    expect_nothing(with_cookie(value), room.file)
    expect_nothing(Client(headers={"Authorization": f"Bearer {value}"}), room.file)


def test_no_other_token_serves_as_the_cookie_and_the_cookie_as_no_other(room: Room) -> None:
    tokens = sessions.begin(room.member)
    for token in (tokens.access, tokens.refresh):
        expect_nothing(with_cookie(token), room.file)
    cookie = cookie_of(room.member)
    expect_nothing(Client(headers={"Authorization": f"Bearer {cookie}"}), room.file)
    assert Client(headers={"Authorization": f"Bearer {cookie}"}).get("/api/me/").status_code == 401
    expect_bytes(with_cookie(cookie), room.file)


def test_a_wrong_token_is_not_made_good_by_a_cookie(room: Room) -> None:
    client = with_cookie(cookie_of(room.member))
    assert fetched(client, address(room.file), Authorization="Bearer nonsense").status_code == 404


@pytest.mark.parametrize("method", OTHERS)
def test_nothing_else_can_be_done_with_it(room: Room, method: str) -> None:
    for client in (by_token(room.member), by_cookie(room.member), Client()):
        answer = fetched(client, address(room.file), method)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
        assert answer.json()["code"] == "method_not_allowed"


@pytest.mark.parametrize(
    "path", ["", "x", "../", "{}", "{}/", "{}/huge", "{}/original/", "{}/small.webp", "{}/original/x"]
)
def test_no_other_address_is_a_page_or_a_file(room: Room, path: str) -> None:
    answer = fetched(by_cookie(room.member), f"/files/{path.format(room.file.pk)}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_size_that_does_not_exist_is_not_found(room: Room) -> None:
    File.objects.filter(pk=room.file.pk).update(thumbnails={"large": [8, 8]})
    assert fetched(by_cookie(room.member), address(room.file, "small")).status_code == 404
