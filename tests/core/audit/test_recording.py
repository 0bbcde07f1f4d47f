"""An act is stored with what was done, or not at all."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.query import QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core import origin
from core.audit import digests
from core.audit.jobs import CHAIN
from core.audit.models import Act, AppendOnly, Content
from core.audit.recording import MOST_DETAILS, NewAct, record, record_all
from core.audit.registry import UnknownAct
from core.jobs.models import Job
from tests.core.audit.conftest import TRIED
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db(transaction=True)


def the_act() -> Act:
    act: Act = Act.objects.select_related("content").get()
    return act


def fail_after_recording() -> None:
    with transaction.atomic():
        record(TRIED, by=None)
        raise ZeroDivisionError


def chain_jobs() -> int:
    return Job.objects.filter(type=CHAIN.name).count()


def test_what_is_stored() -> None:
    hanako, kenji = a_user("hanako"), a_user("kenji")
    with origin.coming_from(origin.Origin(origin.ADMIN, "203.0.113.7")), transaction.atomic():
        record(TRIED, by=hanako, on=kenji, reason="for\x00 fun", details={"b": 1, "a": ["ü"]})
    act = the_act()
    assert (act.name, act.door, act.by_id, act.on_kind, act.on_id) == (
        TRIED,
        "admin",
        hanako.pk,
        "accounts.user",
        str(kenji.pk),
    )
    content = act.content
    assert (content.by_name, content.on_name, content.reason, content.address) == (
        "hanako",
        "kenji",
        "for fun",
        "203.0.113.7",
    )
    assert content.details == '{"a":["ü"],"b":1}'
    assert act.digest == digests.of_content(content)
    assert (act.position, act.link) == (None, "")


def test_the_site_itself() -> None:
    with transaction.atomic():
        record(TRIED, by=None)
    assert (the_act().by_id, the_act().door, the_act().on_id) == (None, origin.COMMAND, "")


def test_a_failed_transaction_leaves_none() -> None:
    with pytest.raises(ZeroDivisionError):
        fail_after_recording()
    assert (Act.objects.count(), Content.objects.count(), chain_jobs()) == (0, 0, 0)


def test_what_follows_a_savepoint_that_failed_is_chained() -> None:
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError):
            fail_after_recording()
        record(TRIED, by=None)
    assert (Act.objects.count(), chain_jobs()) == (1, 1)


def test_outside_a_transaction_it_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        record(TRIED, by=None)
    assert not Act.objects.exists()


def test_an_act_that_nobody_declares_is_refused() -> None:
    with pytest.raises(UnknownAct), transaction.atomic():
        record("test.unheard_of", by=None)


@pytest.mark.parametrize(
    ("details", "why"),
    [({"password": "x"}, "password"), ({"text": "x"}, "text"), ({"n": "x" * MOST_DETAILS}, "characters")],
)
def test_details_that_must_not_be_there_are_refused(details: dict[str, str], why: str) -> None:
    with pytest.raises(ValueError, match=why), transaction.atomic():
        record(TRIED, by=None, details=details)


def test_it_costs_three_statements_for_any_number_of_acts() -> None:
    def recording(count: int) -> list[str]:
        with CaptureQueriesContext(connection) as captured, transaction.atomic():
            record_all([NewAct(TRIED, by=None)] * count)
        # The jobs that wait are counted now and then, whatever is recorded.
        asides = ("SAVEPOINT", "count(*)")
        return [query["sql"] for query in captured if not any(aside in query["sql"] for aside in asides)]

    recording(1)
    statements = recording(50)
    assert len(statements) == 3 + ("BEGIN" in statements[0]) + ("COMMIT" in statements[-1])
    assert Act.objects.count() == Content.objects.count() == 51


def test_a_transaction_stores_one_job() -> None:
    with transaction.atomic():
        record(TRIED, by=None)
        record(TRIED, by=None)
    assert chain_jobs() == 1


def test_code_changes_and_removes_nothing() -> None:
    with transaction.atomic():
        record(TRIED, by=None)
    for change in (
        lambda: Act.objects.update(name="x"),
        lambda: Act.objects.all().delete(),
        lambda: Act.objects.bulk_update([the_act()], ["name"]),
        the_act().save,
        the_act().delete,
        the_act().content.delete,
    ):
        with pytest.raises(AppendOnly):
            change()
    assert the_act().name == TRIED


def test_names_of_rows_are_names_only() -> None:
    """`str` of a row may quote what somebody wrote."""
    job = Job(pk=3, type="quoted")
    with transaction.atomic():
        record(TRIED, by=None, on=job)
    assert (the_act().on_kind, the_act().on_id, the_act().content.on_name) == ("jobs.job", "3", "")


def test_an_act_outlives_the_person() -> None:
    kenji = a_user("kenji")
    with transaction.atomic():
        record(TRIED, by=kenji, on=kenji)
    try:
        QuerySet(User).filter(pk=kenji.pk).delete()
    except DatabaseError:  # pragma: no cover
        pytest.fail("the log holds on to people")
    assert the_act().content.by_name == "kenji"
