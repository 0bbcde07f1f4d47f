import random
import re

import pytest

from core.text.search_fold import search_folds
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
        assert seconds(lambda text=text: many.found_in([text])) < 0.2  # type: ignore[misc]


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ([f"{'㌀' * 9_990}{at}" for at in range(50)], ["アパ" * at + "x" for at in range(1, 30)]),
        (["薬" * 10_000] * 50, ["薬" * at + ending for at in range(1, 60) for ending in ("", "缶")]),
        (["薬茶" * 5_000] * 50, [word * at for at in range(2, 60) for word in "薬茶"]),
        (["薬ab" * 3_000] * 50, ["薬ab" * at + "薬a" for at in range(20)]),
        (["a " * 5_000] * 50, ["a " * at + "ab" for at in range(30)]),
    ],
    ids=["grows by folding", "each begins the next", "none begins", "none ends", "words"],
)
def test_one_step_with_the_worst_texts(texts: list[str], words: list[str]) -> None:
    """Fifty messages, with keywords that go with them for as far as they can. No more than a few accounts are needed for that."""
    keywords = Keywords({folded(word): [1] for word in words})
    folds = seconds(lambda: search_folds(texts))
    assert seconds(lambda: keywords.found_in(texts)) < folds + 4.0


def test_as_a_plain_search_finds_them() -> None:
    """Each keyword is found where a search of the whole text for it alone would find it."""
    dice = random.Random(11)
    for _ in range(300):
        text = "".join(dice.choices("ab 薬_", k=40))
        words = sorted({folded("".join(dice.choices("ab 薬", k=dice.randint(1, 5)))) for _ in range(12)} - {""})
        fold = folded(text)
        expected = {at for at, word in enumerate(words) if any(_is_apart(fold, *m.span()) for m in _all(word, fold))}
        assert people_of(text, *words) == expected, (text, words)


def _all(word: str, text: str) -> list[re.Match[str]]:
    """Also those that overlap."""
    pattern = re.compile(re.escape(word))
    return [found for at in range(len(text)) if (found := pattern.match(text, at))]


def _is_apart(text: str, start: int, end: int) -> bool:
    """No letter outside joins a letter inside."""
    joined = re.compile("[ab_]{2}")
    return not (start and joined.match(text, start - 1)) and not joined.match(text, end - 1)


def test_only_the_beginning_of_a_text_that_grows() -> None:
    assert people_of(f"{'㌀' * 3_000}薬缶", "薬缶") == {0}
    assert people_of(f"{'㌀' * 9_990}薬缶", "薬缶") == set()
