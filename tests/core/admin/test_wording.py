"""One wording in the admin: what Django's own pages say is said in the words of this site."""

import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path
from subprocess import run
from typing import Any

import django
import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation.trans_real import DjangoTranslation

from chat.services.rooms import rooms
from core.admin.sentences import sentence
from core.jobs.models import Job
from tests.support.in_process import a_user

LOCALE = Path(settings.BASE_DIR) / "config" / "locale"
CONTRIB = Path(django.__file__).parent / "contrib"
# Of other words than ours, of quotation marks and spaces as English has them, and of pieces in place of a number.
NOT_OURS = re.compile(
    r"ログイン|ログアウト|オブジェクト|アクション|パーミッション|パスワードリセット|個の|個中|“|ノート:"
    r"|[ぁ-んァ-ヶ一-龠] [%{]|[)}]s? [ぁ-んァ-ヶ一-龠]"
)
# Of pages that this site does not have: a password is reset in the web app.
ABSENT = re.compile(r"reset|site_name|LDAP|Forgotten|LogEntry|log entr|clickjacking", re.IGNORECASE)


def said(app: str, domain: str) -> Iterator[tuple[str, str]]:
    """What Django says in Japanese, as it is said here."""
    with (CONTRIB / app / "locale" / "ja" / "LC_MESSAGES" / f"{domain}.mo").open("rb") as file:
        theirs = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    paths = [str(CONTRIB / app / "locale")] if domain == "djangojs" else None
    ours: Any = DjangoTranslation("ja", domain=domain, localedirs=paths)
    for key in theirs:
        text = key[0] if isinstance(key, tuple) else key
        found = ours._catalog.get(key) if isinstance(key, tuple) else ours.gettext(key)
        if text and not ABSENT.search(text):
            yield text, found or theirs[key]


@pytest.mark.parametrize(
    ("app", "domain"), [("admin", "django"), ("auth", "django"), ("admin", "djangojs")], ids="-".join
)
def test_django_says_it_in_our_words(app: str, domain: str) -> None:
    assert [(text, here) for text, here in said(app, domain) if NOT_OURS.search(here)] == []


def test_direct_messages_have_one_name() -> None:
    texts = (LOCALE / "ja" / "LC_MESSAGES" / "django.po").read_text()
    assert re.findall(r"ダイレクト(?!メッセージ).*", texts) == []


def test_an_english_sentence_ends_with_its_own_stop_and_a_japanese_one_too() -> None:
    assert sentence("Signed out") == "Signed out."
    with translation.override("ja"):
        assert sentence("サインアウト") == "サインアウト。"


@pytest.mark.parametrize("catalogue", sorted(LOCALE.rglob("*.po")), ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_each_catalogue_in_use_is_the_one_that_is_read(catalogue: Path, tmp_path: Path) -> None:
    compiled = tmp_path / "compiled.mo"
    run(["msgfmt", "-o", compiled, catalogue], check=True)
    assert compiled.read_bytes() == catalogue.with_suffix(".mo").read_bytes()


@pytest.mark.django_db
def test_scripts_count_in_our_words(client: Client) -> None:
    client.force_login(a_user("hanako", is_staff=True, is_superuser=True))
    catalogue = client.get("/admin/jsi18n/", headers={"Accept-Language": "ja"}).content.decode()
    assert "件を選択" in catalogue or r"\u4ef6\u3092\u9078\u629e" in catalogue


@pytest.mark.django_db
def test_so_does_a_list_before_its_scripts_run(client: Client) -> None:
    hanako = a_user("hanako", is_staff=True, is_superuser=True)
    rooms.create(name="囲炉裏", kind="public", topic="", owner=hanako)
    client.force_login(hanako)
    page = client.get("/admin/chat/room/", headers={"Accept-Language": "ja"}).content.decode()
    assert "1件中0件を選択" in page


class TestTimes:
    AT = timezone.datetime(2026, 11, 7, 15, 5, tzinfo=timezone.get_fixed_timezone(0))  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        ("language", "shown"),
        [("en", "7 Nov 2026, 15:05"), ("en-us", "7 Nov 2026, 15:05"), ("ja", "2026/11/7 15:05")],
    )
    def test_of_24_hours_and_in_no_countrys_own_order(self, language: str, shown: str) -> None:
        with translation.override(language):
            assert date_format(self.AT, "DATETIME_FORMAT") == shown

    def test_short_ones_say_the_month_in_words(self) -> None:
        with translation.override("en"):
            assert date_format(self.AT, "SHORT_DATETIME_FORMAT") == "7 Nov 2026, 15:05"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "why"), [("en", "only jobs that failed for good"), ("ja", "完全に失敗したジョブだけです")]
)
def test_a_job_that_is_still_to_run_says_why_it_stays(client: Client, language: str, why: str) -> None:
    hanako = a_user("hanako", is_staff=True)
    hanako.user_permissions.set(Permission.objects.filter(content_type__app_label="jobs"))
    client.force_login(hanako)
    now = timezone.now()
    waits = Job.objects.create(type="accounts.mail", created_at=now, due_at=now)
    failed = Job.objects.create(type="accounts.mail", created_at=now, failed_at=now)
    chosen = {"action": "delete_selected", "_selected_action": [waits.pk, failed.pk]}
    answer = client.post("/admin/jobs/job/", chosen, headers={"Accept-Language": language}, follow=True)
    text = answer.content.decode()
    assert why in text
    assert f" {waits.pk}: " in text
    assert Job.objects.count() == 2
    chosen["_selected_action"] = [failed.pk]
    asked = client.post("/admin/jobs/job/", chosen, headers={"Accept-Language": language}).content.decode()
    assert 'name="post"' in asked
