"""What the checker must notice of somebody's own state."""

from dataclasses import replace

from lab.chaos.checks.anomalies import Anomaly
from lab.chaos.checks.history import Drafted, Kept, Named, Stands
from lab.chaos.world.database import Own
from tests.lab.chaos.story import ATTIC, HEARTH, KENJI, PLACE, Story


def test_a_room_that_is_not_in_the_list(story: Story) -> None:
    story.owns[KENJI] = replace(story.owns[KENJI], places={HEARTH: PLACE, ATTIC: PLACE})
    assert story.anomalies == {Anomaly.UNOBSERVED}


def test_a_room_that_is_still_in_the_list(story: Story) -> None:
    story.outsider.entries.append(Stands(4, HEARTH, PLACE))
    assert story.anomalies == {Anomaly.UNOBSERVED}


def test_a_read_marker_that_a_device_was_not_told_of(story: Story) -> None:
    story.kenji.entries.append(Stands(4, HEARTH, replace(PLACE, last_read_seq=2)))
    (violation,) = story.findings.violations
    assert (violation.anomaly, violation.what) == (Anomaly.UNOBSERVED, "last_read_seq is 2 instead of 3")


def test_a_preference_a_draft_and_a_name_that_a_device_was_not_told_of(story: Story) -> None:
    story.owns[KENJI] = Own({HEARTH: replace(PLACE, muted=True)}, {}, ("健二", "🍵"))
    assert story.findings.count(Anomaly.UNOBSERVED) == 3


def test_what_comes_in_the_end_is_enough(story: Story) -> None:
    story.kenji.entries += [Stands(4, HEARTH, None), Drafted(4, HEARTH, None, ""), Named(4, 0, "", "")]
    story.kenji.entries += [Stands(5, HEARTH, PLACE), Drafted(5, HEARTH, None, "ありが"), Named(5, 0, "Kenji", "🍵")]
    assert not story.anomalies


def test_an_acknowledged_preference_that_is_not_stored(story: Story) -> None:
    story.kenji.entries.append(Kept(4, HEARTH, "muted", True))
    assert story.anomalies == {Anomaly.LOST_WRITE}


def test_the_last_acknowledged_draft_counts(story: Story) -> None:
    story.kenji.entries += [Kept(3, HEARTH, "draft", "あ"), Kept(4, HEARTH, "draft", "ありが")]
    assert not story.anomalies


def test_a_read_marker_may_be_further(story: Story) -> None:
    story.kenji.entries.append(Kept(4, HEARTH, "last_read_seq", 2))
    assert not story.anomalies
    story.kenji.entries.append(Kept(4, HEARTH, "last_read_seq", 4))
    assert story.anomalies == {Anomaly.LOST_WRITE}
