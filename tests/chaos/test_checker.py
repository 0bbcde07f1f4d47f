"""What the checker must notice, each in a story of a few lines, and what it must not complain of."""

from dataclasses import replace

import pytest

from tests.chaos.checker import Findings, check
from tests.chaos.database import Database
from tests.chaos.diary import (
    Acknowledged,
    Cleared,
    Diary,
    Entry,
    Heard,
    Inserted,
    Joining,
    Left,
    Refused,
    Removed,
    Replaced,
    Row,
    Wrote,
)
from tests.chaos.findings import Kind
from tests.chaos.heard import longest, silences

HANA, KENJI, OUTSIDER = 1, 2, 3
HEARTH, ATTIC = 10, 11

TEA = Row(HANA, "tea", 1, 3, "お茶が入りました")
THANKS = Row(KENJI, "thanks", 2, 4, "ありがとう")
MORE = Row(HANA, "more", 3, 5, "Another cup?")
STORED = [TEA, THANKS, MORE]


class Story:
    """Hana and Kenji talk by the hearth, and everything goes well. An outsider is in the attic and hears nothing of it."""

    def __init__(self) -> None:
        self.stored = list(STORED)
        self.hana = Diary(HANA, frozenset({HEARTH}))
        self.kenji = Diary(KENJI, frozenset({HEARTH}))
        self.outsider = Diary(OUTSIDER, frozenset({ATTIC}))
        self.hana.entries = [*said(TEA, 1, 0), *showed(THANKS, 2, 1), *said(MORE, 3, 2)]
        self.kenji.entries = [*showed(TEA, 1, 0), *said(THANKS, 2, 1), *showed(MORE, 3, 2)]

    @property
    def findings(self) -> Findings:
        members = {HEARTH: frozenset({HANA, KENJI}), ATTIC: frozenset({OUTSIDER})}
        database = Database({HEARTH: self.stored, ATTIC: []}, members)
        return check([self.hana, self.kenji, self.outsider], database, 0, 4)

    @property
    def kinds(self) -> set[Kind]:
        return {violation.kind for violation in self.findings.violations}


def said(row: Row, at: float, place: int) -> list[Entry]:
    """Written, acknowledged and shown."""
    return [Wrote(at, HEARTH, row.nonce), Acknowledged(at, HEARTH, 100 + place, row), *showed(row, at, place)]


def showed(row: Row, at: float, place: int) -> list[Entry]:
    return [Heard(at, HEARTH, at), Inserted(at, HEARTH, place, row)]


@pytest.fixture
def story() -> Story:
    return Story()


class TestAllIsWell:
    def test_nothing_is_found(self, story: Story) -> None:
        assert not story.kinds
        assert (story.findings.sent, story.findings.acknowledged, story.findings.refused) == (3, 3, {})

    def test_what_waits_makes_way_for_what_is_stored(self, story: Story) -> None:
        waiting = replace(MORE, seq=None, rev=0)
        story.hana.entries[-1:] = [
            Inserted(3, HEARTH, 2, waiting),
            Removed(3, HEARTH, 2),
            Inserted(3, HEARTH, 2, MORE),
        ]
        assert not story.kinds

    def test_an_edit_and_older_pages_change_nothing_else(self, story: Story) -> None:
        edited = replace(TEA, rev=6, text="麦茶が入りました")
        story.stored[0] = edited
        story.hana.entries += [Acknowledged(4, HEARTH, 100, edited), Replaced(4, HEARTH, 0, edited)]
        story.kenji.entries += [Cleared(4, HEARTH), *showed(MORE, 4, 0), *showed(THANKS, 4, 0), *showed(edited, 4, 0)]
        assert not story.kinds
        assert story.findings.changed == 1

    def test_a_refused_message_is_nowhere(self, story: Story) -> None:
        story.kenji.entries += [Wrote(4, HEARTH, "late"), Refused(4, HEARTH, "late", "not_found")]
        assert not story.kinds
        assert (story.findings.sent, story.findings.acknowledged, story.findings.refused) == (4, 3, {"not_found": 1})


class TestLost:
    def test_an_acknowledged_message_that_is_not_stored(self, story: Story) -> None:
        story.stored.pop()
        assert Kind.LOST in story.kinds

    def test_a_message_that_somebody_does_not_see(self, story: Story) -> None:
        story.kenji.entries.pop()
        assert story.kinds == {Kind.LOST}
        (violation,) = story.findings.violations
        assert (violation.user, violation.room) == (KENJI, HEARTH)

    def test_a_room_that_somebody_never_saw(self, story: Story) -> None:
        story.kenji.entries = [entry for entry in story.kenji.entries if not isinstance(entry, Inserted)]
        assert story.findings.count(Kind.LOST) == 3

    def test_an_edit_that_somebody_does_not_see(self, story: Story) -> None:
        edited = replace(TEA, rev=6, text="麦茶が入りました")
        story.stored[0] = edited
        story.hana.entries.append(Replaced(4, HEARTH, 0, edited))
        assert story.findings.count(Kind.LOST) == 1

    def test_an_acknowledged_edit_that_is_not_stored(self, story: Story) -> None:
        story.hana.entries.append(Acknowledged(4, HEARTH, 100, replace(TEA, rev=6, text="麦茶が入りました")))
        assert story.kinds == {Kind.LOST}

    def test_an_acknowledged_state_that_is_stored_otherwise(self, story: Story) -> None:
        story.hana.entries.append(Acknowledged(4, HEARTH, 100, replace(TEA, text="麦茶が入りました")))
        assert story.kinds == {Kind.LOST}

    def test_a_deletion_that_was_undone(self, story: Story) -> None:
        story.hana.entries.append(Acknowledged(4, HEARTH, 100, replace(TEA, rev=6, text="", deleted=True)))
        again = replace(TEA, rev=7)
        story.stored[0] = again
        story.hana.entries.append(Replaced(4, HEARTH, 0, again))
        story.kenji.entries.append(Replaced(4, HEARTH, 0, again))
        assert story.kinds == {Kind.LOST}


class TestDoubled:
    def test_a_message_stored_twice(self, story: Story) -> None:
        story.stored.append(replace(MORE, seq=4, rev=6))
        assert Kind.DOUBLED in story.kinds

    def test_a_message_shown_twice_only_for_a_moment(self, story: Story) -> None:
        story.kenji.entries += [Inserted(4, HEARTH, 3, replace(MORE, seq=4)), Removed(4, HEARTH, 3)]
        assert story.kinds == {Kind.DOUBLED}

    def test_a_message_shown_as_waiting_beside_its_stored_self(self, story: Story) -> None:
        story.hana.entries += [Inserted(4, HEARTH, 3, replace(MORE, seq=None)), Removed(4, HEARTH, 3)]
        assert story.kinds == {Kind.DOUBLED}

    def test_two_messages_in_one_place(self, story: Story) -> None:
        story.kenji.entries += [Inserted(4, HEARTH, 3, replace(MORE, nonce="other")), Removed(4, HEARTH, 3)]
        assert story.kinds == {Kind.DOUBLED}

    def test_a_message_that_became_another_one_for_a_moment(self, story: Story) -> None:
        story.kenji.entries += [Replaced(4, HEARTH, 1, replace(TEA, seq=2)), Replaced(4, HEARTH, 1, THANKS)]
        assert story.kinds == {Kind.DOUBLED}


class TestOutOfOrder:
    def test_a_message_that_had_another_number_for_a_moment(self, story: Story) -> None:
        story.kenji.entries += [Replaced(4, HEARTH, 1, replace(THANKS, seq=9)), Replaced(4, HEARTH, 1, THANKS)]
        assert story.kinds == {Kind.OUT_OF_ORDER}

    def test_shown_below_a_later_message_only_for_a_moment(self, story: Story) -> None:
        story.kenji.entries[-4:] = [
            *showed(MORE, 2, 1),
            Wrote(2, HEARTH, "thanks"),
            Acknowledged(2, HEARTH, 101, THANKS),
            Inserted(2, HEARTH, 2, THANKS),
            Cleared(3, HEARTH),
            *(Inserted(3, HEARTH, place, row) for place, row in enumerate(STORED)),
        ]
        assert story.kinds == {Kind.OUT_OF_ORDER}

    def test_shown_below_what_waits(self, story: Story) -> None:
        waiting = Row(KENJI, "wait", None, 0, "Wait")
        story.kenji.entries[-1:] = [
            Inserted(3, HEARTH, 2, waiting),
            Inserted(3, HEARTH, 3, MORE),
            Removed(3, HEARTH, 2),
        ]
        assert story.kinds == {Kind.OUT_OF_ORDER}

    def test_a_gap_in_what_is_stored(self, story: Story) -> None:
        story.stored[2] = replace(MORE, seq=4)
        assert Kind.OUT_OF_ORDER in story.kinds

    def test_one_number_for_two_changes(self, story: Story) -> None:
        story.stored[2] = replace(MORE, rev=THANKS.rev)
        assert Kind.OUT_OF_ORDER in story.kinds

    def test_stored_in_another_order_than_written(self, story: Story) -> None:
        first, second = (at for at, entry in enumerate(story.hana.entries) if isinstance(entry, Wrote))
        entries = story.hana.entries
        entries[first], entries[second] = entries[second], entries[first]
        assert story.kinds == {Kind.OUT_OF_ORDER}


class TestForeign:
    def test_a_message_told_to_an_outsider(self, story: Story) -> None:
        story.outsider.entries.append(Heard(4, HEARTH, 4))
        assert story.kinds == {Kind.FOREIGN}

    def test_a_message_shown_to_an_outsider(self, story: Story) -> None:
        story.outsider.entries += [Inserted(4, HEARTH, 0, TEA), Cleared(4, HEARTH)]
        assert story.kinds == {Kind.FOREIGN}

    def test_a_message_told_long_after_leaving(self, story: Story) -> None:
        story.outsider.entries += [Joining(1, HEARTH), Heard(2, HEARTH, 2), Left(3, HEARTH), Heard(9, HEARTH, 9)]
        assert story.findings.count(Kind.FOREIGN) == 1

    def test_a_message_that_was_on_its_way_when_somebody_left_is_none(self, story: Story) -> None:
        story.outsider.entries += [Joining(1, HEARTH), Left(3, HEARTH), Heard(9, HEARTH, 2.9), Heard(9, HEARTH, 3.5)]
        assert not story.kinds

    def test_a_room_left_and_entered_again_is_ones_own(self, story: Story) -> None:
        story.outsider.entries += [Joining(1, HEARTH), Left(3, HEARTH), Joining(8, HEARTH), Heard(9, HEARTH, 9)]
        assert not story.kinds

    def test_a_message_that_nobody_wrote(self, story: Story) -> None:
        story.hana.entries.remove(Wrote(1, HEARTH, "tea"))
        assert story.kinds == {Kind.FOREIGN}

    def test_a_room_still_shown_after_leaving(self, story: Story) -> None:
        story.outsider.entries += [Joining(1, HEARTH), Heard(2, HEARTH, 1), Inserted(2, HEARTH, 0, TEA)]
        story.outsider.entries += [Left(3, HEARTH)]
        assert story.kinds == {Kind.FOREIGN}


class TestUnsettled:
    def test_a_message_that_nobody_ever_answered(self, story: Story) -> None:
        story.kenji.entries.append(Wrote(4, HEARTH, "hello?"))
        assert story.kinds == {Kind.UNSETTLED}

    def test_a_message_that_is_shown_as_waiting_for_ever(self, story: Story) -> None:
        story.kenji.entries.append(Inserted(4, HEARTH, 3, Row(KENJI, "late", None, 0, "Hello?")))
        assert story.kinds == {Kind.UNSETTLED}


class TestSilence:
    def test_the_longest_of_anybody_counts(self, story: Story) -> None:
        assert longest(silences([story.hana, story.kenji], 0, 4)) == 1
        story.kenji.entries.append(Heard(6.5, HEARTH, 6.5))
        assert longest(silences([story.hana, story.kenji], 0, 7)) == 4, "Hana heard nothing after 3"

    def test_it_counts_from_the_beginning_to_the_end(self, story: Story) -> None:
        assert longest(silences([story.outsider], 0, 4)) == 4

    def test_a_fault_is_charged_with_those_that_reach_into_it(self, story: Story) -> None:
        story.hana.entries += [Heard(at, HEARTH, at) for at in (8, 8.5, 9)]
        heard = silences([story.hana], 0, 9)
        assert longest(heard, 4, 5) == 5, "from 3 to 8"
        assert longest(heard, 8.2, 8.4) == 0.5
