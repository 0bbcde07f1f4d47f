"""The frame of the admin's pages: its blocks, colours, groups of pages and language."""

import re
from pathlib import Path

import django
import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client

from core.admin.navigation import GROUPS
from lab.servers.process import ROOT
from tests.support.in_process import a_user

BLOCK = re.compile(r"{% block ([\w-]+)")
COLOUR = re.compile(r"(--(?:color|shadow)-[\w-]+):\s*([^;]+);")
OURS = ROOT / "config" / "templates" / "admin" / "base.html"
DJANGOS = Path(django.__file__).parent / "contrib" / "admin" / "templates" / "admin" / "base.html"


def test_the_frame_has_the_blocks_that_djangos_pages_fill() -> None:
    ours, theirs = (set(BLOCK.findall(file.read_text())) for file in (OURS, DJANGOS))
    # The account menu is in place of "userlinks", and no language of the site is written from right to left.
    assert theirs - ours == {"userlinks", "stylesheet_rtl"}


def test_its_colours_are_those_of_the_web_app() -> None:
    web = dict(COLOUR.findall((ROOT / "frontend" / "src" / "index.css").read_text()))
    ours = dict(COLOUR.findall((ROOT / "config" / "static" / "admin" / "tokens.css").read_text()))
    assert len(ours) > 20
    assert {name: value for name, value in ours.items() if web.get(name) != value} == {}


def test_no_other_sheet_names_a_colour() -> None:
    sheets = [
        *(ROOT / "config" / "static" / "admin").glob("*.css"),
        *(ROOT / "config" / "admin" / "static").rglob("*.css"),
    ]
    named = [
        sheet.name
        for sheet in sheets
        if re.search(r"#[0-9a-f]{3,6}\b|\brgb", re.sub(r"url\([^)]*\)", "", sheet.read_text()))
    ]
    assert named == ["tokens.css"]


@pytest.mark.django_db
class TestPages:
    def test_every_page_is_in_a_group(self, client: Client) -> None:
        client.force_login(a_user("hanako", is_staff=True, is_superuser=True))
        nav = client.get("/admin/chat/room/").context["nav"]
        assert [group.key for group in nav] == [key for key in GROUPS if key in {group.key for group in nav}]
        assert sum(len(group.pages) for group in nav) == len(admin.site._registry)
        here = [page.name for group in nav for page in group.pages if page.is_here]
        assert here == ["Rooms"]
        found = {page.name: group.key for group in nav for page in group.pages}
        assert {found[name] for name in ("Users", "Groups", "Sessions")} == {"people"}
        assert {found[name] for name in ("Files", "Storage by room")} == {"storage"}
        assert {found[name] for name in ("Jobs", "Logo of the site")} == {"site"}

    def test_staff_sees_the_pages_of_its_rights(self, client: Client) -> None:
        yuki = a_user("yuki", is_staff=True)
        yuki.user_permissions.set(Permission.objects.filter(codename="view_room"))
        client.force_login(yuki)
        nav = client.get("/admin/").context["nav"]
        assert [(group.key, [page.name for page in group.pages]) for group in nav] == [("rooms", ["Rooms"])]
        assert nav[0].pages[0].add_url == ""

    def test_an_outsider_is_asked_to_sign_in(self, client: Client) -> None:
        client.force_login(a_user("kenji"))
        for path in ("/admin/", "/admin/home/"):
            assert client.get(path).headers["Location"].startswith("/admin/login/")


@pytest.mark.django_db
class TestLanguage:
    def test_it_is_chosen_before_signing_in_and_stays(self, client: Client) -> None:
        answer = client.post("/admin/language/", {"language": "ja", "next": "/admin/login/?next=/admin/chat/"})
        assert answer.headers["Location"] == "/admin/login/?next=/admin/chat/"
        cookie = answer.cookies["django_language"]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/admin/")
        page = client.get("/admin/login/", headers={"Accept-Language": "en"})
        assert 'lang="ja"' in page.content.decode()
        assert "サインイン" in page.content.decode()

    @pytest.mark.parametrize(
        "next", ["https://evil.example/admin/", "//evil.example/admin/", "/api/me/", "", "/admin\\@x"]
    )
    def test_it_leads_nowhere_else(self, client: Client, next: str) -> None:
        assert client.post("/admin/language/", {"language": "ja", "next": next}).headers["Location"] == "/admin/"

    @pytest.mark.parametrize("language", ["xx", "", "../ja", "ja\n"])
    def test_another_language_is_none(self, client: Client, language: str) -> None:
        assert "django_language" not in client.post("/admin/language/", {"language": language}).cookies

    def test_it_needs_the_form_of_this_site(self) -> None:
        client = Client(enforce_csrf_checks=True)
        assert client.post("/admin/language/", {"language": "ja"}).status_code == 403
        assert client.get("/admin/language/").status_code == 405
