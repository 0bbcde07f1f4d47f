"""The site's own logo: set, shown and removed in the admin, and anybody fetches it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import SiteLogo, User
from chat.services import file_removal
from chat.services.authority import Administrator
from files.limits import LOGO_BYTES
from tests.chat.admin.pages import signed_in, staff_with
from tests.files.a_file import ready_files
from tests.files.inspection.pictures_made import corners, encoded
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db
PAGE = "/admin/accounts/sitelogo/"


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    caches["local"].clear()
    yield
    caches["local"].clear()


@pytest.fixture
def hanako() -> User:
    return a_user("hanako", is_staff=True, is_superuser=True)


@pytest.fixture
def admin(hanako: User) -> Client:
    return signed_in(hanako)


@pytest.fixture
def chosen(django_capture_on_commit_callbacks: Any) -> Any:
    """Post the form of one shade, and what is to happen on its commit."""

    def post(client: Client, shade: str, content: bytes | None = None, **more: str) -> Any:
        picture = {} if content is None else {"picture": SimpleUploadedFile("logo.png", content)}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(PAGE, {"shade": shade, **picture, **more}, follow=True)

    return post


def shown() -> Any:
    return Client().get("/api/site/").json()["logo"]


def picture() -> bytes:
    return encoded(corners(400, 400), "PNG")


def test_it_is_set_shown_to_everybody_exchanged_and_removed(admin: Client, chosen: Any) -> None:
    assert shown() is None
    assert 'class="irori-site-logo"' not in admin.get(PAGE).content.decode()
    chosen(admin, "light", picture())
    first = shown()
    assert first["light"] == first["dark"]
    response = Client().head(first["light"])
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/webp")
    for page in (admin.get("/admin/"), Client().get("/admin/login/")):
        assert f'<img src="{first["dark"]}" class="irori-site-logo"' in page.content.decode()

    chosen(admin, "dark", picture())
    both = shown()
    assert both["light"] == first["light"] != both["dark"]
    chosen(admin, "light", picture())
    assert shown()["light"] != first["light"]
    assert Client().head(first["light"]).status_code == 404
    assert ready_files().count() == 2

    chosen(admin, "light", remove="1")
    assert shown() == {"light": both["dark"], "dark": both["dark"]}
    chosen(admin, "dark", remove="1")
    chosen(admin, "dark", remove="1")
    assert shown() is None
    assert not ready_files().exists()
    assert LogEntry.objects.count() == 6


def test_it_is_read_from_the_database_once(admin: Client, chosen: Any, django_assert_num_queries: Any) -> None:
    chosen(admin, "light", picture())
    shown()
    with django_assert_num_queries(0):
        assert shown()


def test_what_is_no_picture_is_refused(admin: Client, chosen: Any) -> None:
    for content in (b"<svg onload=alert(1)>", picture()[:90], None):
        page = chosen(admin, "light", content)
        assert 'class="error"' in page.content.decode()
    assert 'class="error"' in chosen(admin, "sepia", picture()).content.decode()
    assert shown() is None


def test_the_form_takes_a_picture_and_no_other_form_does(admin: Client) -> None:
    content = SimpleUploadedFile("logo.png", bytes(LOGO_BYTES // 2))
    assert admin.post(PAGE, {"shade": "light", "picture": content}).status_code == 302
    large = SimpleUploadedFile("logo.png", bytes(2 * LOGO_BYTES))
    assert admin.post(PAGE, {"shade": "light", "picture": large}).status_code == 413
    assert admin.post("/admin/accounts/user/add/", {"picture": bytes(LOGO_BYTES // 2)}).status_code == 413
    written = "shade=light&picture=" + "%41" * (LOGO_BYTES // 6)
    assert admin.post(PAGE, written, content_type="application/x-www-form-urlencoded").status_code == 413


def test_only_who_may_changes_it(chosen: Any, admin: Client) -> None:
    for client in (Client(), signed_in(a_user("kenji"))):
        assert client.get(PAGE).status_code == 302
        assert client.post(PAGE, {"shade": "light", "remove": "1"}).status_code == 302
    chosen(admin, "light", picture())
    reader = signed_in(staff_with("view_sitelogo"))
    assert "Use this picture" not in reader.get(PAGE).content.decode()
    assert chosen(reader, "light", remove="1").status_code == 403
    assert signed_in(a_user("other", is_staff=True)).get(PAGE).status_code == 403
    assert shown()


def test_the_list_of_files_deletes_it(admin: Client, hanako: User, chosen: Any) -> None:
    chosen(admin, "dark", picture())
    file = ready_files().get()
    assert "Logo of the site" in admin.get("/admin/files/file/").content.decode()
    file_removal.remove(by=Administrator(hanako), file=file)
    assert SiteLogo.objects.get().dark == ""
    assert not ready_files().exists()


def test_a_small_picture_is_shown_itself(admin: Client, chosen: Any) -> None:
    chosen(admin, "light", encoded(Image.new("RGBA", (40, 40)), "PNG"))
    assert Client().head(shown()["light"]).status_code == 200
