"""How a session ends is kept: the sockets ask, the person is told, and in the end it is removed."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as AdminSession
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.management.commands import prunesessions
from accounts.models import Session, User
from accounts.services import people, sessions
from core.problems import Problem
from tests.support.in_process import Api, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanako() -> User:
    return a_user("hanako")


def a_session(user: User, **fields: object) -> Session:
    session = sessions.begin(user, user_agent="Firefox", address="203.0.113.7").session
    Session.objects.filter(pk=session.pk).update(**fields)
    return session


class TestAskedTogether:
    def test_what_is_over_comes_with_its_reason(
        self, hanako: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        gone, now = uuid.uuid4(), timezone.now()
        kenji = a_user("kenji")
        live, inactive = a_session(hanako), a_session(kenji)
        over = [a_session(hanako, revoked_at=now), a_session(hanako, expires_at=now - timedelta(seconds=1))]
        User.objects.filter(pk=kenji.pk).update(is_active=False)
        asked = [live.pk, gone, inactive.pk, *(session.pk for session in over)]
        with django_assert_num_queries(1):
            found = sessions.endings(asked)
        assert found == {
            gone: "session_revoked",
            inactive.pk: "user_inactive",
            over[0].pk: "session_revoked",
            over[1].pk: "session_revoked",
        }

    def test_nobody_asks_for_nothing(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_num_queries(0):
            assert sessions.endings([]) == {}


class TestWarnings:
    """A copied refresh token: whose it was is told until they say that they have seen it."""

    @pytest.fixture
    def copied(self, hanako: User) -> Session:
        issued = sessions.begin(hanako, user_agent="Firefox", address="203.0.113.7")
        sessions.rotate(sessions.rotate(issued.refresh).refresh)
        with pytest.raises(Problem):
            sessions.rotate(issued.refresh)
        issued.session.refresh_from_db()
        return issued.session

    def test_whoever_signs_in_next_is_told(self, hanako: User, copied: Session) -> None:
        (warning,) = Api(hanako).get("me/warnings/").body["results"]
        assert copied.revoked_at is not None
        assert warning == {
            "id": str(copied.pk),
            "code": "token_reused",
            "user_agent": "Firefox",
            "address": "203.0.113.7",
            "at": copied.revoked_at.isoformat().replace("+00:00", "Z"),
        }

    def test_on_every_device_until_it_was_seen_on_one(self, hanako: User, copied: Session) -> None:
        phone, tablet = Api(hanako), Api(hanako)
        assert phone.get("me/warnings/").body == tablet.get("me/warnings/").body
        assert phone.delete(f"me/warnings/{copied.pk}/").status == 204
        assert tablet.get("me/warnings/").body == {"results": []}
        told_at = Session.objects.get(pk=copied.pk).told_at
        assert tablet.delete(f"me/warnings/{copied.pk}/").status == 204
        assert Session.objects.get(pk=copied.pk).told_at == told_at

    def test_nobody_else_hears_of_it_or_silences_it(self, hanako: User, copied: Session) -> None:
        kenji = Api(a_user("kenji"))
        assert kenji.get("me/warnings/").body == {"results": []}
        assert kenji.delete(f"me/warnings/{copied.pk}/").refusal == (404, "not_found")
        assert Api(hanako).get("me/warnings/").body["results"]
        assert Api().get("me/warnings/").refusal == (401, "not_authenticated")

    @pytest.mark.parametrize("end", [end for end in Session.End if end != Session.End.TOKEN_REUSED])
    def test_no_other_end_is_a_warning(self, hanako: User, end: Session.End) -> None:
        session = a_session(hanako)
        sessions.revoke([session], end)
        assert Api(hanako).get("me/warnings/").body == {"results": []}
        assert Api(hanako).delete(f"me/warnings/{session.pk}/").status == 404


def test_an_administrator_ends_sessions_in_their_own_name(hanako: User) -> None:
    session = a_session(hanako)
    people.sign_out_everywhere(user=hanako)
    session.refresh_from_db()
    assert session.end == Session.End.BY_ADMINISTRATOR


class TestPruning:
    LONG_AGO = timedelta(days=8)

    def prune(self, capsys: pytest.CaptureFixture[str]) -> str:
        call_command("prunesessions")
        return capsys.readouterr().out.strip()

    def test_sessions_go_when_nothing_of_them_is_good_any_more(
        self, hanako: User, capsys: pytest.CaptureFixture[str]
    ) -> None:
        now = timezone.now()
        a_session(hanako, expires_at=now - self.LONG_AGO)
        a_session(hanako, expires_at=now - self.LONG_AGO, revoked_at=now - self.LONG_AGO, end="signed_out")
        kept = {
            a_session(hanako).pk,
            a_session(hanako, expires_at=now - timedelta(days=6)).pk,
            # Its tokens still name it: they are to be answered with what happened, not as unknown.
            a_session(hanako, revoked_at=now - self.LONG_AGO, end="signed_out").pk,
        }
        assert self.prune(capsys) == "Removed 2 sessions, and 0 of the admin site."
        assert set(Session.objects.values_list("pk", flat=True)) == kept

    def test_a_warning_outlives_its_tokens_until_it_was_seen(
        self, hanako: User, capsys: pytest.CaptureFixture[str]
    ) -> None:
        past = timezone.now() - self.LONG_AGO
        copied = a_session(hanako, expires_at=past, revoked_at=past, end="token_reused")
        self.prune(capsys)
        assert Api(hanako).delete(f"me/warnings/{copied.pk}/").status == 204
        assert self.prune(capsys) == "Removed 1 sessions, and 0 of the admin site."

    def test_in_batches(
        self, hanako: User, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(prunesessions, "BATCH", 3)
        past = timezone.now() - self.LONG_AGO
        Session.objects.bulk_create(Session(user=hanako, expires_at=past) for _ in range(8))
        with CaptureQueriesContext(connection) as queries:
            assert self.prune(capsys) == "Removed 8 sessions, and 0 of the admin site."
        assert sum(query["sql"].startswith('DELETE FROM "accounts_session"') for query in queries) == 3

    def test_the_admin_sites_sessions_go_too(self, capsys: pytest.CaptureFixture[str]) -> None:
        now = timezone.now()
        for key, expire_date in (("old", now - timedelta(seconds=1)), ("live", now + timedelta(days=1))):
            AdminSession.objects.create(session_key=key, session_data="", expire_date=expire_date)
        assert self.prune(capsys) == "Removed 0 sessions, and 1 of the admin site."
        assert AdminSession.objects.get().pk == "live"
