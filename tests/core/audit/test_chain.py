"""Whatever is done to a chained row is found."""

import logging

import pytest
from django.db import connection, transaction

from core.audit import chaining
from core.audit.chaining import chain_all
from core.audit.models import Act, Chain
from core.audit.recording import NewAct, record, record_all
from core.audit.verifying import MOST_TOLD, Anchor, verify
from tests.core.audit.chained import by_hand, found, recorded
from tests.core.audit.conftest import TRIED
from tests.core.jobs.due import no_pause, run_due
from tests.support.in_process import a_user, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_chain_that_nobody_touched_is_whole() -> None:
    acts = recorded(5)
    assert [act.position for act in acts] == [1, 2, 3, 4, 5]
    verified = verify()
    assert (verified.found, verified.checked, verified.waiting) == ([], 5, 0)
    assert verified.end == Anchor(5, acts[-1].link)


def test_so_is_an_empty_one() -> None:
    assert (found(), verify().checked) == ([], 0)


def test_it_goes_on_where_it_ended() -> None:
    recorded(2)
    recorded(3)
    assert (found(), verify().checked) == ([], 5)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2026-01-01 00:00:00+00:00"),
        ("name", "test.other"),
        ("door", "web"),
        ("by_id", 7),
        ("on_kind", "chat.room"),
        ("on_id", "7"),
        ("room_id", 7),
        ("digest", "0" * 64),
        ("link", "0" * 64),
    ],
)
def test_an_altered_row_is_found(column: str, value: object) -> None:
    acts = recorded(4)
    by_hand(f"UPDATE audit_act SET {column} = %s WHERE id = %s", value, acts[1].pk)
    assert found()[0].startswith("2: ")


@pytest.mark.parametrize("column", ["salt", "by_name", "on_name", "room_name", "reason", "address", "details"])
def test_an_altered_content_is_found(column: str) -> None:
    acts = recorded(4)
    by_hand(f"UPDATE audit_content SET {column} = 'x' WHERE act_id = %s", acts[1].pk)
    assert found() == ["2: the content was altered."]


def test_a_removed_content_is_found() -> None:
    acts = recorded(4)
    by_hand("DELETE FROM audit_content WHERE act_id = %s", acts[1].pk)
    assert found() == ["2: the content is missing, and nobody was erased whom it names."]


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ([1], "1: the act is missing."),
        ([2], "2: the act is missing."),
        ([2, 3], "2 to 3: the acts are missing."),
        ([4], "4: the act is missing."),
        ([3, 4], "3 to 4: the acts are missing."),
        ([1, 2, 3, 4], "1 to 4: the acts are missing."),
    ],
)
def test_removed_rows_are_found(gone: list[int], told: str) -> None:
    recorded(4)
    for position in gone:
        by_hand("DELETE FROM audit_act WHERE position = %s", position)
    assert found() == [told]


def test_rows_that_changed_places_are_found() -> None:
    recorded(4)
    for before, after in ((2, -1), (3, 2), (-1, 3)):
        by_hand("UPDATE audit_act SET position = %s WHERE position = %s", after, before)
    assert [line[:2] for line in found()] == ["2:", "3:", "4:"]


def test_rows_that_changed_places_with_their_links_are_found() -> None:
    first, second = recorded(4)[1:3]
    by_hand("UPDATE audit_act SET position = -1 WHERE id = %s", first.pk)
    by_hand("UPDATE audit_act SET position = 2, link = %s WHERE id = %s", first.link, second.pk)
    by_hand("UPDATE audit_act SET position = 3, link = %s WHERE id = %s", second.link, first.pk)
    assert [line[:2] for line in found()] == ["2:", "3:"]


def test_an_added_row_takes_no_place_in_the_chain() -> None:
    acts = recorded(3)
    by_hand("UPDATE audit_act SET position = 9 WHERE id = %s", acts[0].pk)
    assert {line.partition(":")[0] for line in found()} == {"1", "3"}


class TestTheEnd:
    """Cut off with the row that knows the end, only somebody who has noted it elsewhere can tell."""

    def cut_off(self) -> Anchor:
        acts = recorded(4)
        noted = verify().end
        by_hand("DELETE FROM audit_act WHERE position > 2")
        by_hand("UPDATE audit_chain SET last_position = 2, last_link = %s", acts[1].link)
        return noted

    def test_by_itself_it_is_not_found(self) -> None:
        self.cut_off()
        assert found() == []

    def test_with_what_was_noted_it_is(self) -> None:
        noted = self.cut_off()
        assert verify(noted).found == ["4: expected, but the chain ends at 2."]

    def test_also_once_the_chain_is_as_long_again(self) -> None:
        noted = self.cut_off()
        recorded(5)
        assert verify(noted).found == ["4: the link is not the expected one."]

    def test_what_was_noted_of_a_chain_that_goes_on_is_there(self) -> None:
        recorded(2)
        noted = verify().end
        recorded(2)
        assert verify(noted).found == []

    def test_each_chaining_notes_its_end_in_the_log(self, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.INFO, logger="core.audit.chaining"):
            acts = recorded(3)
        assert caplog.messages == [f"audit chain: position 3, link {acts[-1].link}"]

    def test_without_the_row_that_knows_it_all_is_strange(self) -> None:
        recorded(2)
        by_hand("DELETE FROM audit_chain")
        assert found() == ["0: there are acts beyond the chain's end."]


def test_so_many_lines_are_told_and_the_others_counted() -> None:
    recorded(MOST_TOLD + 7)
    by_hand("UPDATE audit_content SET reason = 'x'")
    verified = verify()
    assert (len(verified.found), verified.more) == (MOST_TOLD, 7)


def test_what_waits_for_long_is_told() -> None:
    with transaction.atomic():
        record(TRIED, by=None)
    assert (verify().waiting, found()) == (1, [])
    by_hand("UPDATE audit_act SET at = %s", "2026-01-01 00:00:00+00:00")
    assert found() == ["Some acts have waited for minutes to be chained: do jobs run?"]


def test_workers_that_chain_at_once_make_one_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chaining, "MOST_TOGETHER", 3)
    hanako = a_user("hanako")
    for _ in range(20):
        with transaction.atomic():
            record(TRIED, by=hanako)
    assert sum(at_once(*[chain_all] * 4)) == 20
    assert (found(), verify().checked) == ([], 20)
    assert Chain.objects.get().last_position == 20


def test_the_job_comes_again_while_more_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chaining, "MOST_TOGETHER", 3)
    with transaction.atomic():
        record_all([NewAct(TRIED, by=None)] * 8)
    no_pause()
    assert run_due() == 3
    assert (found(), verify().checked) == ([], 8)


def test_acts_are_chained_while_others_are_recorded() -> None:
    def record_some() -> int:
        for _ in range(10):
            with transaction.atomic():
                record(TRIED, by=None)
        return 0

    at_once(record_some, chain_all, record_some, chain_all, record_some)
    chain_all()
    assert (found(), verify().checked) == ([], 30)


def test_an_act_that_is_committed_late_is_chained_late() -> None:
    """Ids are given before the commit, positions after it."""
    if connection.vendor != "postgresql":
        pytest.skip("On SQLite nobody else writes meanwhile.")

    def late() -> None:
        with transaction.atomic():
            record(TRIED, by=None)
            at_once(lambda: recorded(2))

    late()
    assert Act.objects.filter(position=None).count() == 1
    chain_all()
    assert Act.objects.order_by("pk").values_list("position", flat=True)[0] == 3
    assert found() == []
