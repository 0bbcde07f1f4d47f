import random

import pytest

from notifications.deciding.keywords import Keywords, folded
from tests.support.cpu import seconds


def people_of(text: str, *words: str) -> set[int]:
    keywords = Keywords({folded(word): [at] for at, word in enumerate(words)})
    (found,) = keywords.found_in([text])
    return found


@pytest.mark.parametrize(
    ("text", "word", "is_found"),
    [
        ("The kettle sings", "kettle", True),
        ("The KETTLE sings", "kettle", True),
        ("the Kéttle", "kettle", True),
        ("kettle", "kettle", True),
        ("(kettle)", "kettle", True),
        ("kettles", "kettle", False),
        ("teakettle", "kettle", False),
        ("kettle_lid", "kettle", False),
        ("kettle2", "kettle", False),
        ("put the  kettle\non", "kettle on", True),
        ("kettle, on", "kettle on", False),
        ("C++ or C", "c++", True),
        ("#incident-7", "#incident", True),
        ("薬缶が鳴る", "薬缶", True),
        ("大薬缶", "薬缶", True),
        ("ｋｅｔｔｌｅが鳴る", "kettle", True),
        ("kettleが鳴る", "kettle", True),
        ("アニメ", "ニメ", True),
        ("👍🏽 good", "👍", True),
        ("", "kettle", False),
    ],
)
def test_where_it_is_found(text: str, word: str, is_found: bool) -> None:
    assert people_of(text, word) == ({0} if is_found else set())


def test_of_many_people() -> None:
    assert people_of("kettle and tea, no teapot", "tea", "teapot", "kettle and", "cup") == {0, 1, 2}
    assert Keywords({}).found_in(["a", "b"]) == [set(), set()]
    assert Keywords({"tea": [1, 2]}).found_in(["tea", "cup", "Tea!"]) == [{1, 2}, set(), {1, 2}]


def test_nothing_is_left_of_what_is_invisible() -> None:
    assert folded("\u200b\u200d"[:1]) == ""


def test_the_longest_text_and_many_keywords() -> None:
    """200,000 keywords of each length cost what a few do."""
    dice = random.Random(7)
    words = {"".join(dice.choices("abcdefg", k=dice.randint(1, 60))) for _ in range(200_000)}
    many = Keywords({word: [1] for word in words})
    for text in ("a" * 10_000, "a " * 5_000, "薬" * 10_000):
        assert seconds(lambda text=text: many.found_in([text])) < 1.5  # type: ignore[misc]
