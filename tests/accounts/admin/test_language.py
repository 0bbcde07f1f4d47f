"""The admin speaks the reader's language."""

import pytest
from django.test import AsyncClient, Client

pytestmark = pytest.mark.django_db


def test_the_admin_speaks_the_readers_language_and_the_api_its_own(admin: Client) -> None:
    japanese = {"Accept-Language": "ja,en;q=0.5"}
    page = admin.get("/admin/", headers=japanese)
    assert "サインアウト" in page.content.decode()
    assert page.headers["Content-Language"] == "ja"
    assert "Accept-Language" in page.headers["Vary"]
    assert "Sign out" in admin.get("/admin/").content.decode()
    assert "Content-Language" not in admin.get("/api/me/", headers=japanese).headers


async def test_it_does_so_when_served_asynchronously() -> None:
    page = await AsyncClient().get("/admin/login/", headers={"Accept-Language": "ja"})
    assert "サインイン" in page.content.decode()
    assert "Sign in" in (await AsyncClient().get("/admin/login/")).content.decode()
