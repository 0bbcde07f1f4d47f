"""What the admin is asked to read is bounded before it reads it: forms by their bytes and fields, searches by their words."""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from chat.models import Message
from chat.models.message import TEXT_LENGTH
from chat.services.messages import sending
from chat.services.messages.storing import NewMessage
from core.admin.body_limits import MOST_BYTES
from tests.chat.hearth import Hearth
from tests.support.cpu import assert_linear
from tests.support.in_process import PASSWORD, a_user

pytestmark = pytest.mark.django_db

MARKS = "\u0315\u0300\u0f73"
FORM = "application/x-www-form-urlencoded"
# So many are still within a form's bytes, at nine each, twice.
SIZE = 3_000
SEARCHED = [
    "accounts/user",
    "accounts/session",
    "accounts/invitation",
    "auth/group",
    "chat/room",
    "chat/membership",
    "chat/message",
    "chat/roominvitation",
]


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(a_user("sachiko", is_staff=True, is_superuser=True))
    return client


def sign_in(**form: str) -> Any:
    return Client().post("/admin/login/", {"username": "hanako", "password": PASSWORD, "code": "", **form})


def text(size: int, piece: str = MARKS) -> str:
    return ("a" + piece * size)[:size]


class TestSigningIn:
    @pytest.fixture(autouse=True)
    def nobody_has_tried(self) -> None:
        caches["default"].clear()

    @pytest.mark.parametrize(("field", "most"), [("username", 254), ("password", 256), ("code", 40)])
    def test_a_field_that_is_too_long_is_refused_as_that(self, field: str, most: int) -> None:
        def ask(size: int) -> None:
            answer = sign_in(**{field: text(size)})
            assert f"at most {most} characters" in answer.content.decode()

        assert_linear(ask, SIZE)

    @pytest.mark.parametrize("size", [MOST_BYTES // 2, 60_000, 150_000])
    @pytest.mark.parametrize("field", ["username", "password", "code", "next", "csrfmiddlewaretoken"])
    def test_a_form_that_is_too_large_is_not_read(self, field: str, size: int) -> None:
        body = urlencode({"username": "hanako", "password": PASSWORD, field: text(size)})
        client = Client(enforce_csrf_checks=True)
        client.get("/admin/login/")

        def ask(times: int) -> None:
            assert client.post("/admin/login/", body * times, content_type=FORM).status_code == 413

        assert_linear(ask, 1)

    def test_a_form_that_does_not_say_how_large_it_is_is_not_read(self) -> None:
        assert Client().post("/admin/login/", b"", content_type=FORM, CONTENT_LENGTH="").status_code == 413

    def test_its_tries_count_against_no_account(self, settings: Settings) -> None:
        settings.ACCOUNT_RATES = {**settings.ACCOUNT_RATES, "sign_in": {"here": "2/min", "anywhere": "2/min"}}
        a_user("hanako", is_staff=True)
        for _ in range(4):
            assert "Too many tries" not in sign_in(username=text(SIZE)).content.decode()
            assert "Too many tries" not in sign_in(password=text(SIZE)).content.decode()
        assert sign_in().status_code == 302

    def test_they_do_against_the_address(self, settings: Settings) -> None:
        settings.RATES = {**settings.RATES, "sign_in": "2/min"}
        said = [sign_in(username=text(SIZE)).content.decode() for _ in range(3)]
        assert ["Too many tries" in answer for answer in said] == [False, False, True]

    def test_an_address_longer_than_any_user_name_signs_in(self) -> None:
        address = f"{'hanako' * 8}@example.org"
        a_user("hanako", email=address, is_staff=True)
        assert sign_in(username=address.upper()).status_code == 302


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("accounts/user/add/", ["username", "display_name", "email", "password1", "password2"]),
        ("accounts/user/{pk}/change/", ["username", "display_name", "email"]),
        ("accounts/user/{pk}/password/", ["password1", "password2"]),
        ("password_change/", ["old_password", "new_password1", "new_password2"]),
        ("accounts/invitation/add/", ["note"]),
        ("auth/group/add/", ["name"]),
        ("chat/room/add/", ["name", "topic"]),
    ],
)
def test_every_field_refuses_what_is_too_long(admin: Client, page: str, fields: list[str]) -> None:
    path = f"/admin/{page.format(pk=User.objects.get().pk)}"
    for field in fields:

        def ask(size: int, field: str = field) -> None:
            answer = admin.post(path, {**dict.fromkeys(fields, "yuki"), field: text(size)})
            form = answer.context["form"] if "form" in answer.context else answer.context["adminform"].form
            assert field in form.errors

        assert_linear(ask, SIZE, most=0.2)  # with the page that says so, and the menus and lists on it


class TestSearching:
    @pytest.mark.parametrize("page", SEARCHED)
    @pytest.mark.parametrize(
        "term",
        [
            lambda size: "a " * size,
            lambda size: text(size),
            lambda size: f'"{"x" * size}',
            lambda size: "user:a " * size,
            lambda size: f"user:{'9' * size}",
            lambda size: f"room:{'9' * size} id:{'9' * size}",
            lambda size: "room:" + "9" * 30,
            lambda size: "room:\N{SUPERSCRIPT TWO}",
        ],
        ids=["words", "marks", "a quote", "prefixes", "a long number", "long ids", "a great number", "no number"],
    )
    def test_any_search_is_answered(self, admin: Client, page: str, term: Callable[[int], str]) -> None:
        def ask(size: int) -> None:
            assert admin.get(f"/admin/{page}/", {"q": term(size)}).status_code == 200

        assert_linear(ask, 8_000, most=0.2)

    def test_what_is_completed_while_it_is_typed_is_as_well(self, admin: Client) -> None:
        where = {"app_label": "chat", "model_name": "membership", "field_name": "user"}
        for term in ("a " * 8_000, text(8_000), "9" * 8_000):
            assert admin.get("/admin/autocomplete/", {**where, "term": term}).status_code == 200

    def test_ten_words_are_looked_for(self, admin: Client) -> None:
        a_user("kenji", display_name="a b c d e f g h i j")
        found = admin.get("/admin/accounts/user/", {"q": "a b c d e f g h i j"}).content.decode()
        assert "kenji" in found


def test_the_list_of_messages_shortens_them_before_it_composes_them(admin: Client) -> None:
    hearth = Hearth()

    def look(size: int) -> None:
        Message.objects.filter(room=hearth.id).update(text=text(size))
        assert admin.get("/admin/chat/message/").status_code == 200

    for _ in range(40):
        sending.send(NewMessage(by=hearth.member, room_id=hearth.id, nonce=uuid.uuid4(), text="Tea?"))
    assert_linear(look, TEXT_LENGTH // 2, most=0.3)
