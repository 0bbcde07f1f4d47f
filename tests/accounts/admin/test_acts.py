"""The audit log in the admin: read, searched, exported, and never changed."""

import csv
import io
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core import origin
from core.audit.erasing import erase
from core.audit.models import Act
from core.audit.recording import record
from tests.accounts.admin.pages import signed_in, staff_with
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db
LIST = "/admin/audit/act/"


@pytest.fixture(autouse=True)
def _recorded(hanako: User, kenji: User) -> None:
    with transaction.atomic(), origin.coming_from(origin.Origin(origin.ADMIN, "203.0.113.7")):
        record("accounts.deactivated", by=hanako, on=kenji, reason="=cmd()|spam")
    with transaction.atomic(), origin.coming_from(origin.Origin(origin.WEB, "203.0.113.8")):
        record("accounts.signed_in", by=kenji, on=kenji)
        record("accounts.password_changed", by=hanako, on=hanako)
        record("audit.pruned", by=None)


def listed(client: Client, search: str = "", **query: str) -> list[str]:
    response = client.get(LIST, {"q": search, **query})
    assert response.status_code == 200
    return [act.name for act in response.context["cl"].result_list]


def test_the_newest_is_first(admin: Client) -> None:
    assert listed(admin)[0] == "audit.pruned"
    page = admin.get(LIST).content.decode()
    assert "Deactivated a person" in page
    assert "Administration 203.0.113.7" in page


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("by:kenji", ["accounts.signed_in"]),
        ("by:@Kenji", ["accounts.signed_in"]),
        ("by:{kenji}", ["accounts.signed_in"]),
        ("on:kenji", ["accounts.signed_in", "accounts.deactivated"]),
        ("on:user:{kenji}", ["accounts.signed_in", "accounts.deactivated"]),
        ("on:room:{kenji}", []),
        ("on:nothing:1", []),
        ("by:hanako on:kenji", ["accounts.deactivated"]),
        ("act:password", ["accounts.password_changed"]),
        ("deactivated", ["accounts.deactivated"]),
        ("ip:203.0.113.7", ["accounts.deactivated"]),
        ("ip:nowhere", []),
        ("room:1", []),
        ("room:x", []),
        ("by:99999999", []),
        ("nothing of the kind", []),
    ],
)
def test_search(admin: Client, kenji: User, search: str, found: list[str]) -> None:
    assert listed(admin, search.format(kenji=kenji.pk)) == found


def test_by_part_of_the_site(admin: Client) -> None:
    assert listed(admin, app="audit") == ["audit.pruned"]
    assert listed(admin, app="nothing") == []


def test_an_act_can_be_read_and_not_changed(admin: Client) -> None:
    act = Act.objects.filter(name="accounts.deactivated").get()
    page = admin.get(f"{LIST}{act.pk}/change/")
    assert page.status_code == 200
    assert "=cmd()|spam" in page.content.decode()
    assert admin.post(f"{LIST}{act.pk}/change/", {"name": "x"}).status_code == 403
    assert admin.post(f"{LIST}{act.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin.get(f"{LIST}add/").status_code == 403
    assert Act.objects.filter(name="accounts.deactivated").exists()


@pytest.mark.parametrize(("rights", "status"), [(["view_act"], 200), (["change_user", "view_user"], 403), ([], 403)])
def test_who_reads_it(rights: list[str], status: int) -> None:
    client = signed_in(staff_with(*rights))
    assert client.get(LIST).status_code == status
    assert client.get(f"{LIST}{Act.objects.all()[0].pk}/change/").status_code == status
    assert client.post(f"{LIST}export/").status_code == status


def test_an_outsider_reads_nothing(kenji: User) -> None:
    for client in (Client(), signed_in(kenji)):
        assert client.get(LIST).status_code == 302
        assert client.post(f"{LIST}export/").status_code == 302
    assert not Act.objects.filter(name="audit.exported").exists()


def exported(client: Client, **query: str) -> list[dict[str, Any]]:
    response = client.post(f"{LIST}export/?" + "&".join(f"{name}={value}" for name, value in query.items()))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_list_is_exported_as_it_is_filtered(admin: Client, hanako: User) -> None:
    (row,) = exported(admin, q="on:kenji+by:hanako")
    assert (row["act"], row["by_name"], row["on_name"], row["address"]) == (
        "accounts.deactivated",
        "hanako",
        "kenji",
        "203.0.113.7",
    )
    act = Act.objects.select_related("content").get(name="audit.exported")
    assert (act.by_id, act.content.details) == (hanako.pk, '{"filter":"q=on%3Akenji+by%3Ahanako"}')
    assert len(exported(admin)) == 5


def test_no_cell_is_a_formula(admin: Client) -> None:
    (row,) = exported(admin, q="deactivated")
    assert row["reason"] == "'=cmd()|spam"


def test_it_is_not_exported_by_a_link(admin: Client) -> None:
    assert admin.get(f"{LIST}export/").status_code == 405


def test_an_erased_person_has_no_name(admin: Client, kenji: User, hanako: User) -> None:
    erase(kenji, by=hanako)
    page = admin.get(LIST, {"q": "act:deactivated"}).content.decode()
    assert f"user {kenji.pk}" in page
    assert "spam" not in page
    act = Act.objects.get(name="accounts.deactivated")
    assert "Erased" in admin.get(f"{LIST}{act.pk}/change/").content.decode()


def test_the_list_costs_the_same_for_any_number_of_acts(admin: Client, hanako: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin.get(LIST)
        return len(captured)

    few = queries()
    for _ in range(20):
        with transaction.atomic():
            record("accounts.activated", by=hanako, on=a_user(f"somebody{_}"))
    assert queries() == few


def test_an_address_is_found_by_its_index(admin: Client) -> None:
    """A join walked the whole log on SQLite: a partial index is only used where its condition is asked for."""
    with CaptureQueriesContext(connection) as asked:
        assert listed(admin, "ip:203.0.113.7") == ["accounts.deactivated"]
    [page, *_] = [query["sql"] for query in asked if "203.0.113.7" in query["sql"]]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {'' if connection.vendor == 'postgresql' else 'QUERY PLAN '}{page}")
        assert "acts_from_address" in str(cursor.fetchall())
