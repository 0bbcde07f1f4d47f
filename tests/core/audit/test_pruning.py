"""Old acts go, and what stays can be verified."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from core.audit import pruning
from core.audit.chaining import chain_all
from core.audit.jobs import PRUNE
from core.audit.models import Act, Chain, Content
from core.audit.pruning import prune, prune_before
from core.audit.recording import record
from core.audit.verifying import verify
from core.jobs.declarations import Claim
from core.jobs.models import Job
from tests.core.audit.chained import by_hand, found, in_the_past, recorded
from tests.core.audit.conftest import TRIED
from tests.core.jobs.due import no_pause, run_due

pytestmark = pytest.mark.django_db(transaction=True)
A_DAY = timedelta(days=1)
CLAIM = Claim(1, PRUNE.name, "", "{}", 1)


@pytest.fixture
def aged() -> None:
    """Five acts, three of them old."""
    acts = recorded(5)
    in_the_past(acts[:3])


@pytest.mark.usefixtures("aged")
def test_old_acts_go_and_the_chain_begins_later(settings: Settings) -> None:
    settings.AUDIT_DAYS = 730
    prune(CLAIM)
    chain_all()
    assert Act.objects.filter(name=TRIED).count() == 2
    assert Content.objects.count() == Act.objects.count() == 3
    assert Act.objects.get(name="audit.pruned").by_id is None
    verified = verify()
    assert (verified.found, verified.checked, verified.end.position) == ([], 3, 6)


@pytest.mark.usefixtures("aged")
def test_what_was_noted_of_a_pruned_act_is_still_compared() -> None:
    noted = verify().end
    prune_before(timezone.now())
    assert Chain.objects.get().pruned_position == 5
    assert verify(noted).found == []
    assert verify(noted._replace(link="0" * 64)).found == ["5: the link is not the expected one."]


@pytest.mark.usefixtures("aged")
def test_the_first_that_stays_cannot_be_removed_unseen() -> None:
    prune_before(timezone.now() - A_DAY)
    by_hand("DELETE FROM audit_act WHERE position = 4")
    assert "4: the act is missing." in found()


@pytest.mark.usefixtures("aged")
def test_with_no_number_of_days_all_stays(settings: Settings) -> None:
    settings.AUDIT_DAYS = 0
    prune(CLAIM)
    assert Act.objects.count() == 5


def test_it_is_done_in_parts_and_said_once(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.AUDIT_DAYS = 730
    monkeypatch.setattr(pruning, "ACTS_A_STATEMENT", 2)
    in_the_past(recorded(5))
    prune(CLAIM)
    assert Act.objects.filter(name=TRIED).count() == 3
    run_due()
    chain_all()
    assert Act.objects.get().name == "audit.pruned"
    assert found() == []


def test_an_act_that_is_not_chained_stays() -> None:
    in_the_past(recorded(2))
    by_hand("UPDATE audit_act SET position = NULL, link = ''")
    by_hand("UPDATE audit_chain SET last_position = 0, last_link = ''")
    assert prune_before(timezone.now()) == 0


def test_nothing_old_leaves_no_word() -> None:
    recorded(2)
    assert prune_before(timezone.now() - A_DAY) == 0
    assert not Act.objects.filter(name="audit.pruned").exists()


def test_it_comes_again_each_day_while_there_are_acts() -> None:
    prune(CLAIM)
    assert not Job.objects.filter(type=PRUNE.name).exists()
    with transaction.atomic():
        record(TRIED, by=None)
    no_pause()
    run_due()
    for _ in range(2):
        job = Job.objects.get(type=PRUNE.name)
        assert 86_000 < (job.due_at - timezone.now()).total_seconds() < 87_000  # type: ignore[operator]
        no_pause()
        run_due()
