"""What the checker must notice, each in a story of a few lines, and what it must not complain of."""

from dataclasses import replace

from lab.chaos.checks.anomalies import Anomaly
from lab.chaos.checks.history import Acknowledged, Cleared, Inserted, Refused, Removed, Replaced, Row, Wrote
from lab.chaos.checks.silence import longest, silences
from tests.lab.chaos.story import HEARTH, KENJI, MORE, STORED, TEA, THANKS, Story, heard, showed


class TestAllIsWell:
    def test_nothing_is_found(self, story: Story) -> None:
        assert not story.anomalies
        assert (story.findings.sent, story.findings.acknowledged, story.findings.refused) == (3, 3, {})

    def test_what_waits_makes_way_for_what_is_stored(self, story: Story) -> None:
        waiting = replace(MORE, seq=None, rev=0)
        story.hana.entries[-1:] = [
            Inserted(3, HEARTH, 2, waiting),
            Removed(3, HEARTH, 2),
            Inserted(3, HEARTH, 2, MORE),
        ]
        assert not story.anomalies

    def test_an_edit_and_older_pages_change_nothing_else(self, story: Story) -> None:
        edited = replace(TEA, rev=6, text="麦茶が入りました")
        story.stored[0] = edited
        story.hana.entries += [Acknowledged(4, HEARTH, 100, edited), Replaced(4, HEARTH, 0, edited)]
        story.kenji.entries += [Cleared(4, HEARTH), *showed(MORE, 4, 0), *showed(THANKS, 4, 0), *showed(edited, 4, 0)]
        assert not story.anomalies
        assert story.findings.changed == 1

    def test_a_refused_message_is_nowhere(self, story: Story) -> None:
        story.kenji.entries += [Wrote(4, HEARTH, "late"), Refused(4, HEARTH, "late", "not_found")]
        assert not story.anomalies
        assert (story.findings.sent, story.findings.acknowledged, story.findings.refused) == (4, 3, {"not_found": 1})


class TestLost:
    def test_an_acknowledged_message_that_is_not_stored(self, story: Story) -> None:
        story.stored.pop()
        assert Anomaly.LOST_WRITE in story.anomalies

    def test_a_message_that_somebody_does_not_see(self, story: Story) -> None:
        story.kenji.entries.pop()
        assert story.anomalies == {Anomaly.UNOBSERVED}
        (violation,) = story.findings.violations
        assert (violation.user, violation.room) == (KENJI, HEARTH)

    def test_a_message_that_somebody_misses_between_two_others(self, story: Story) -> None:
        story.kenji.entries += [Removed(4, HEARTH, 1)]
        assert story.anomalies == {Anomaly.SKIP}

    def test_a_room_that_somebody_never_saw(self, story: Story) -> None:
        story.kenji.entries = [entry for entry in story.kenji.entries if not isinstance(entry, Inserted)]
        assert story.findings.count(Anomaly.UNOBSERVED) == 3

    def test_an_edit_that_somebody_does_not_see(self, story: Story) -> None:
        edited = replace(TEA, rev=6, text="麦茶が入りました")
        story.stored[0] = edited
        story.hana.entries.append(Replaced(4, HEARTH, 0, edited))
        assert story.findings.count(Anomaly.UNOBSERVED) == 1

    def test_an_acknowledged_edit_that_is_not_stored(self, story: Story) -> None:
        story.hana.entries.append(Acknowledged(4, HEARTH, 100, replace(TEA, rev=6, text="麦茶が入りました")))
        assert story.anomalies == {Anomaly.LOST_WRITE}

    def test_an_acknowledged_state_that_is_stored_otherwise(self, story: Story) -> None:
        story.hana.entries.append(Acknowledged(4, HEARTH, 100, replace(TEA, text="麦茶が入りました")))
        assert story.anomalies == {Anomaly.LOST_WRITE}

    def test_a_deletion_that_was_undone(self, story: Story) -> None:
        story.hana.entries.append(Acknowledged(4, HEARTH, 100, replace(TEA, rev=6, text="", deleted=True)))
        again = replace(TEA, rev=7)
        story.stored[0] = again
        story.hana.entries.append(Replaced(4, HEARTH, 0, again))
        story.kenji.entries.append(Replaced(4, HEARTH, 0, again))
        assert story.anomalies == {Anomaly.LOST_WRITE}


class TestDoubled:
    def test_a_message_stored_twice(self, story: Story) -> None:
        story.stored.append(replace(MORE, seq=4, rev=6))
        assert Anomaly.DOUBLED in story.anomalies

    def test_a_message_shown_twice_only_for_a_moment(self, story: Story) -> None:
        story.kenji.entries += [Inserted(4, HEARTH, 3, replace(MORE, seq=4)), Removed(4, HEARTH, 3)]
        assert story.anomalies == {Anomaly.DOUBLED}

    def test_a_message_shown_as_waiting_beside_its_stored_self(self, story: Story) -> None:
        story.hana.entries += [Inserted(4, HEARTH, 3, replace(MORE, seq=None)), Removed(4, HEARTH, 3)]
        assert story.anomalies == {Anomaly.DOUBLED}

    def test_two_messages_in_one_place(self, story: Story) -> None:
        story.kenji.entries += [Inserted(4, HEARTH, 3, replace(MORE, nonce="other")), Removed(4, HEARTH, 3)]
        assert story.anomalies == {Anomaly.DOUBLED}

    def test_a_message_that_became_another_one_for_a_moment(self, story: Story) -> None:
        story.kenji.entries += [Replaced(4, HEARTH, 1, replace(TEA, seq=2)), Replaced(4, HEARTH, 1, THANKS)]
        assert story.anomalies == {Anomaly.DOUBLED}


class TestOutOfOrder:
    def test_a_message_that_had_another_number_for_a_moment(self, story: Story) -> None:
        story.kenji.entries += [Replaced(4, HEARTH, 1, replace(THANKS, seq=9)), Replaced(4, HEARTH, 1, THANKS)]
        assert story.anomalies == {Anomaly.NON_MONOTONIC}

    def test_shown_below_a_later_message_only_for_a_moment(self, story: Story) -> None:
        story.kenji.entries[-4:] = [
            *showed(MORE, 2, 1),
            Wrote(2, HEARTH, "thanks"),
            Acknowledged(2, HEARTH, 101, THANKS),
            Inserted(2, HEARTH, 2, THANKS),
            Cleared(3, HEARTH),
            *(Inserted(3, HEARTH, place, row) for place, row in enumerate(STORED)),
        ]
        assert story.anomalies == {Anomaly.NON_MONOTONIC}

    def test_shown_below_what_waits(self, story: Story) -> None:
        waiting = Row(KENJI, "wait", None, 0, "Wait")
        story.kenji.entries[-1:] = [
            Inserted(3, HEARTH, 2, waiting),
            Inserted(3, HEARTH, 3, MORE),
            Removed(3, HEARTH, 2),
        ]
        assert story.anomalies == {Anomaly.NON_MONOTONIC}

    def test_a_gap_in_what_is_stored(self, story: Story) -> None:
        story.stored[2] = replace(MORE, seq=4)
        assert Anomaly.NON_MONOTONIC in story.anomalies

    def test_one_number_for_two_changes(self, story: Story) -> None:
        story.stored[2] = replace(MORE, rev=THANKS.rev)
        assert Anomaly.NON_MONOTONIC in story.anomalies

    def test_a_time_before_that_of_the_message_before(self, story: Story) -> None:
        story.times[1] = 0.5
        assert story.anomalies == {Anomaly.NON_MONOTONIC}

    def test_stored_in_another_order_than_written(self, story: Story) -> None:
        first, second = (at for at, entry in enumerate(story.hana.entries) if isinstance(entry, Wrote))
        entries = story.hana.entries
        entries[first], entries[second] = entries[second], entries[first]
        assert story.anomalies == {Anomaly.NON_MONOTONIC}


class TestUnsettled:
    def test_a_message_that_nobody_ever_answered(self, story: Story) -> None:
        story.kenji.entries.append(Wrote(4, HEARTH, "hello?"))
        assert story.anomalies == {Anomaly.UNSETTLED}

    def test_a_message_that_is_shown_as_waiting_for_ever(self, story: Story) -> None:
        story.kenji.entries.append(Inserted(4, HEARTH, 3, Row(KENJI, "late", None, 0, "Hello?")))
        assert story.anomalies == {Anomaly.UNSETTLED}

    def test_a_message_that_was_refused_and_is_stored(self, story: Story) -> None:
        story.kenji.entries.append(Refused(4, HEARTH, "thanks", "not_found"))
        assert story.anomalies == {Anomaly.UNSETTLED}


class TestSilence:
    def test_the_longest_of_anybody_counts(self, story: Story) -> None:
        assert longest(silences([story.hana, story.kenji], 0, 4)) == 1
        story.kenji.entries.append(heard(MORE, 6.5))
        assert longest(silences([story.hana, story.kenji], 0, 7)) == 4, "Hana heard nothing after 3"

    def test_it_counts_from_the_beginning_to_the_end(self, story: Story) -> None:
        assert longest(silences([story.outsider], 0, 4)) == 4

    def test_a_fault_is_charged_with_those_that_reach_into_it(self, story: Story) -> None:
        story.hana.entries += [heard(MORE, at) for at in (8, 8.5, 9)]
        found = silences([story.hana], 0, 9)
        assert longest(found, 4, 5) == 5, "from 3 to 8"
        assert longest(found, 8.2, 8.4) == 0.5
