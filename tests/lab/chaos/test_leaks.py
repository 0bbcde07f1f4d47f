"""What the checker must notice of people who hear what is not theirs, and what it must not complain of."""

from lab.chaos.checks.anomalies import Anomaly
from lab.chaos.checks.history import Changing, Cleared, Ended, Ending, Entered, Entering, Entry, Heard, Inserted, Wrote
from tests.lab.chaos.story import HANA, HEARTH, OUTSIDER, TEA, Story, heard

IN = [Entering(0.1, HEARTH, OUTSIDER), Entered(0.2, HEARTH, OUTSIDER)]


def out(begin: float, end: float) -> list[Entry]:
    """Hana removes the outsider."""
    return [Ending(begin, HEARTH, OUTSIDER), Ended(end, HEARTH, OUTSIDER)]


def test_a_message_told_to_an_outsider(story: Story) -> None:
    story.outsider.entries.append(heard(TEA, 4))
    assert story.anomalies == {Anomaly.FOREIGN}


def test_a_message_shown_to_an_outsider(story: Story) -> None:
    story.outsider.entries += [Inserted(4, HEARTH, 0, TEA), Cleared(4, HEARTH)]
    assert story.anomalies == {Anomaly.FOREIGN}


def test_a_message_sent_after_the_removal_was_acknowledged(story: Story) -> None:
    story.hana.entries += [*IN, *out(0.5, 0.9)]
    story.outsider.entries.append(heard(TEA, 4))
    assert story.anomalies == {Anomaly.FOREIGN}, "sent at 1"


def test_a_message_sent_before_that_is_none_however_late_it_comes(story: Story) -> None:
    story.hana.entries += [*IN, *out(0.5, 1.1)]
    story.outsider.entries.append(heard(TEA, 9))
    assert not story.anomalies


def test_an_edit_sent_after_the_removal_was_acknowledged(story: Story) -> None:
    story.hana.entries += [*IN, *out(2.0, 2.1), Changing(3, HEARTH, "tea", "麦茶")]
    story.outsider.entries += [heard(TEA, 4), Heard(4, HEARTH, HANA, "tea", "麦茶")]
    assert story.findings.count(Anomaly.FOREIGN) == 1


def test_whoever_comes_back_reads_what_was_said_meanwhile(story: Story) -> None:
    story.hana.entries += [*IN, *out(0.5, 0.9), Entering(3, HEARTH, OUTSIDER), Entered(3.1, HEARTH, OUTSIDER)]
    story.outsider.entries.append(heard(TEA, 4))
    assert not story.anomalies


def test_of_a_removal_and_an_entry_at_once_either_may_have_been_first(story: Story) -> None:
    story.hana.entries += [*IN, *out(0.5, 0.9)]
    story.kenji.entries += [Entering(0.6, HEARTH, OUTSIDER), Entered(0.8, HEARTH, OUTSIDER)]
    story.outsider.entries.append(heard(TEA, 4))
    assert not story.anomalies


def test_a_message_that_nobody_wrote(story: Story) -> None:
    story.hana.entries.remove(Wrote(1, HEARTH, "tea", TEA.text))
    assert story.anomalies == {Anomaly.FOREIGN}


def test_a_room_still_shown_after_leaving(story: Story) -> None:
    story.hana.entries += [*IN, *out(1.5, 2)]
    story.outsider.entries += [heard(TEA, 1.4), Inserted(1.4, HEARTH, 0, TEA)]
    assert story.anomalies == {Anomaly.FOREIGN}
