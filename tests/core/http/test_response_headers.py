"""Headers of every answer, whoever asks for what: every call, every page of the admin, every error."""

import re
from collections.abc import Iterator, Mapping
from uuid import uuid4

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import get_resolver, reverse
from pytest_django import Settings

from accounts.models import User
from accounts.services import invitations, sessions
from chat.models import Room
from chat.services.authority import Member
from chat.services.messages import editing, sending
from chat.services.messages.storing import NewMessage
from chat.services.rooms import invitations as room_invitations
from chat.services.rooms import rooms
from core.http.response_headers import ADMIN, NOTHING
from tests.support.in_process import Api, a_user
from tests.support.protocol_document import Call
from tests.support.routes import calls_of

EVERY_CALL = sorted(set(calls_of(get_resolver().url_patterns)))
# What is the same for everybody may be kept.
KEPT = ("/api/schema/", "/.well-known/jwks.json")
# No answers of the API; what they may load is a policy of their own.
OWN_POLICY = ("/api/docs/", "/sw.js")
# Asked for again each time, so it is not older than the site.
ASKED_AGAIN = ("/sw.js",)
# What a policy without 'unsafe-inline' would not run or show; JSON in a script element is data.
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|javascript:",
    re.I,
)

pytestmark = pytest.mark.django_db


def expect_strict(headers: Mapping[str, str], policy: str | None = NOTHING) -> None:
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
    assert policy is None or headers["Content-Security-Policy"] == policy


@pytest.mark.parametrize("call", EVERY_CALL, ids=lambda call: f"{call.method} {call.path}")
@pytest.mark.parametrize("known", [False, True], ids=["stranger", "member"])
def test_an_answer_of_the_api_is_kept_by_nobody(call: Call, known: bool) -> None:
    client = Api(a_user("hanako") if known else None).client
    client.raise_request_exception = False
    answer = client.generic(call.method, call.path.replace("{}", "1"), b"{}", content_type="application/json")
    assert answer.status_code < 500
    expect_strict(answer.headers, None if call.path in OWN_POLICY else NOTHING)
    if call.path not in KEPT:
        assert answer.headers["Cache-Control"] == ("no-cache" if call.path in ASKED_AGAIN else "no-store")


@pytest.mark.parametrize("path", KEPT)
def test_what_is_the_same_for_everybody_may_be_kept(client: Client, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "public, max-age=300"
    assert client.get(f"{path}?format=nothing").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/nothing/", 404), ("/static/nothing.js", 404), ("/ws/chat/", 404), ("/healthz", 200), ("/readyz", 200),
        ("/admin/nothing/", 302), ("/api/docs/?format=nothing", 404),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("patient_checks")
def test_so_has_every_other_answer(client: Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    expect_strict(answer.headers, None)
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_so_has_a_refusal_before_any_view(client: Client) -> None:
    for answer in (client.get("/api/me/", headers={"host": "elsewhere.example"}), client.post("/rooms/12")):
        expect_strict(answer.headers)
        assert answer.headers["Cache-Control"] == "no-store"


def test_so_has_a_mistake_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    api = Api(a_user("hanako"))
    monkeypatch.setattr(User, "get_full_name", lambda self: 1 / 0)
    api.client.raise_request_exception = False
    expect_strict(api.get("me/").headers)


def test_a_developer_sees_what_went_wrong(client: Client, settings: Settings) -> None:
    settings.DEBUG = True
    answer = client.get("/static/nothing.js")
    assert b"<style" in answer.content
    assert "style-src 'unsafe-inline'" in answer.headers["Content-Security-Policy"]


class TestAdmin:
    @pytest.fixture
    def superuser(self, client: Client) -> Client:
        """hanako's, with a row of everything."""
        hanako = User.objects.create_superuser("hanako", "hanako@example.org", "warm hands by the fire")
        room = rooms.create(name="Hearth", kind=Room.Kind.PUBLIC, topic="", owner=hanako)
        said = sending.send(NewMessage(by=hanako, room_id=room.pk, nonce=uuid4(), text="the fire is lit"))
        editing.edit(by=hanako, message_id=said.message.id, text="the fire burns")
        invitations.invite(by=hanako, note="", max_uses=3)
        room_invitations.invite(by=Member(hanako), room_id=room.pk, lifetime=None, uses=None)
        sessions.begin(hanako, user_agent="a browser")
        client.force_login(hanako)
        return client

    def test_every_page_runs_and_shows_only_what_comes_from_here(self, superuser: Client) -> None:
        seen = 0
        for address in every_page():
            page = superuser.get(address)
            assert page.status_code in (200, 302, 403), address
            expect_strict(page.headers, ADMIN if page.headers["Content-Type"].startswith("text/html") else NOTHING)
            assert "no-store" in page.headers["Cache-Control"], address
            assert INLINE.findall(page.content.decode()) == [], address
            seen += page.status_code == 200
        assert seen > 25

    def test_asking_before_an_action_too(self, superuser: Client) -> None:
        for model in admin.site._registry:
            form = {
                "action": "delete_selected",
                "_selected_action": [str(row.pk) for row in model._default_manager.all()],
            }
            page = superuser.post(address_of(model, "changelist"), form)
            expect_strict(page.headers, ADMIN)
            assert INLINE.findall(page.content.decode()) == []

    def test_the_sign_in_and_a_form_from_elsewhere(self) -> None:
        stranger = Client(enforce_csrf_checks=True)
        pages = [stranger.get("/admin/login/"), stranger.post("/admin/login/", {"username": "hanako"})]
        assert [page.status_code for page in pages] == [200, 403]
        for page in pages:
            expect_strict(page.headers, ADMIN)
            assert INLINE.findall(page.content.decode()) == []


def every_page() -> Iterator[str]:
    yield from (reverse(f"admin:{name}") for name in ("index", "password_change", "password_change_done", "jsi18n"))
    for model in admin.site._registry:
        yield reverse("admin:app_list", args=[model._meta.app_label])
        yield from (address_of(model, name) for name in ("changelist", "add"))
        for row in model._default_manager.all():
            yield from (address_of(model, name, row.pk) for name in ("change", "delete", "history"))


def address_of(model: type, name: str, *ids: object) -> str:
    options = model._meta  # type: ignore[attr-defined]
    return reverse(f"admin:{options.app_label}_{options.model_name}_{name}", args=ids)
