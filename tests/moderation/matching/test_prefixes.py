"""All words that begin at a place of a text are found, in time that does not grow with their number."""

from hypothesis import given
from hypothesis import strategies as st

from moderation.matching.prefixes import Prefixes
from tests.support.cpu import cost

few = st.text(st.sampled_from("ab "), max_size=6)


@given(st.sets(few.filter(bool)), few.map(lambda text: text * 3))
def test_it_finds_what_a_look_at_each_word_finds(words: set[str], text: str) -> None:
    prefixes = Prefixes(words)
    for place in range(len(text)):
        expected = sorted((word for word in words if text.startswith(word, place)), key=len, reverse=True)
        assert list(prefixes.at(text, place)) == expected
    found = list(prefixes.among(text, range(len(text))))
    assert found == [(place, word) for place in range(len(text)) for word in prefixes.at(text, place)]


def test_more_words_take_hardly_longer() -> None:
    text = "xy" * 5_000
    one, many = Prefixes(["xyz"]), Prefixes(["xyz", *(f"xyx{number}" for number in range(10_000))])

    def look(prefixes: Prefixes) -> None:
        assert not list(prefixes.among(text, range(len(text))))

    assert cost(lambda: look(many)) < 3 * cost(lambda: look(one))
