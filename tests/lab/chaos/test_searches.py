"""What the checker must notice of searches."""

from dataclasses import replace

import pytest

from lab.chaos.checks.anomalies import Anomaly
from lab.chaos.checks.history import (
    Acknowledged,
    Changing,
    Ended,
    Ending,
    Entered,
    Entering,
    Hit,
    Replaced,
    Row,
    Sought,
    Wrote,
)
from lab.chaos.searching.words import with_words, words_of
from tests.lab.chaos.story import HANA, HEARTH, KENJI, Story, heard, showed

TEXT = with_words("Tea 1.7")
ENGLISH, JAPANESE = words_of(TEXT)
KETTLE = Row(HANA, "kettle", 4, 6, TEXT)
HIT = Hit(HEARTH, HANA, "kettle", 6, TEXT)
EDITED = replace(KETTLE, rev=7, text="Tea")


@pytest.fixture
def kettle(story: Story) -> Story:
    """Hana has written a message with words at 3, and it was acknowledged and shown to both at 3.2."""
    story.stored.append(KETTLE)
    story.times.append(3.2)
    story.hana.entries += [Wrote(3, HEARTH, "kettle", TEXT), Acknowledged(3.2, HEARTH, 104, KETTLE)]
    story.hana.entries += showed(KETTLE, 3.2, 3)
    story.kenji.entries += showed(KETTLE, 3.2, 3)
    assert not story.anomalies
    return story


def sought(at: float, *found: Hit, word: str = ENGLISH, is_complete: bool = True) -> Sought:
    return Sought(at, HEARTH, at + 0.1, word, found, is_complete)


def edited(story: Story, at: float) -> None:
    story.stored[3] = EDITED
    story.hana.entries += [Changing(at, HEARTH, "kettle", "Tea"), Acknowledged(at + 0.1, HEARTH, 104, EDITED)]
    story.hana.entries += [heard(EDITED, at + 0.1)]
    for diary in (story.hana, story.kenji):
        diary.entries.append(Replaced(at + 0.2, HEARTH, 3, EDITED))


def test_words_are_one_for_each_text_and_never_begin_another() -> None:
    texts = [with_words(f"Tea {person}.{step}") for person in range(40) for step in range(200)]
    words = [word for text in texts for word in words_of(text)]
    assert len(set(words)) == 2 * len(texts)
    assert len({len(word) for word in words if word.isascii()}) == 1


@pytest.mark.parametrize("word", [ENGLISH, JAPANESE])
def test_what_was_acknowledged_and_is_not_found(kettle: Story, word: str) -> None:
    kettle.hana.entries.append(sought(3.3, word=word))
    assert kettle.anomalies == {Anomaly.UNOBSERVED}


def test_what_is_found(kettle: Story) -> None:
    kettle.hana.entries += [sought(3.1), sought(3.3, HIT), sought(3.3, HIT, word=JAPANESE)]
    kettle.kenji.entries.append(sought(3.3, HIT))
    assert not kettle.anomalies


def test_an_index_that_says_that_it_is_not_complete(kettle: Story) -> None:
    kettle.hana.entries.append(sought(3.3, is_complete=False))
    assert not kettle.anomalies


def test_somebody_else_in_the_room_who_does_not_find_it(kettle: Story) -> None:
    kettle.kenji.entries.append(sought(3.3))
    assert kettle.anomalies == {Anomaly.UNOBSERVED}


def test_somebody_outside_of_the_room(kettle: Story) -> None:
    kettle.outsider.entries.append(sought(3.3))
    assert not kettle.anomalies
    kettle.outsider.entries.append(sought(3.3, HIT))
    assert kettle.anomalies == {Anomaly.FOREIGN}


def test_somebody_who_was_removed(kettle: Story) -> None:
    kettle.hana.entries += [Ending(3.3, HEARTH, KENJI), Ended(3.5, HEARTH, KENJI)]
    kettle.hana.entries += [Entering(4, HEARTH, KENJI), Entered(4.2, HEARTH, KENJI)]
    kettle.kenji.entries += [sought(3.4, HIT), sought(3.4), sought(3.6), sought(4.1, HIT), sought(4.3, HIT)]
    assert not kettle.anomalies
    kettle.kenji.entries.append(sought(3.6, HIT))
    assert kettle.anomalies == {Anomaly.FOREIGN}


def test_the_old_word_of_an_edit(kettle: Story) -> None:
    edited(kettle, 4)
    kettle.hana.entries += [sought(3.9, HIT), sought(4.05, HIT), sought(4.2)]
    assert not kettle.anomalies
    kettle.hana.entries.append(sought(4.2, HIT))
    assert kettle.anomalies == {Anomaly.UNOBSERVED}


def test_what_does_not_contain_the_word(kettle: Story) -> None:
    kettle.hana.entries.append(sought(3.3, HIT, replace(HIT, nonce="tea", text="お茶")))
    assert kettle.anomalies == {Anomaly.FOREIGN}


def test_nothing_is_known_of_a_message_that_is_being_changed(kettle: Story) -> None:
    kettle.hana.entries += [Changing(3.25, HEARTH, "kettle", TEXT.upper()), sought(3.3)]
    assert not kettle.anomalies
