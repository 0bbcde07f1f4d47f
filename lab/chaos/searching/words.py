"""Words that occur in one message alone: an English one and a Japanese one for each text."""

import re
from collections import deque

LETTERS = "abcdefghijklmnopqrstuvwxyz"
KANA = "あいうえおかきくけこさしすせそたちつてと"
# A word is never the beginning or a part of another one.
ENGLISH, JAPANESE = "zq", "囲炉裏"
LENGTH = 6
MOST_STEPS = 100_000
KNOWN = 40

WORD = re.compile(f"{ENGLISH}[{LETTERS}]{{{LENGTH}}}|{JAPANESE}[{KANA}]{{{LENGTH}}}")


class KnownWords:
    """The words that people last wrote, with their rooms."""

    def __init__(self) -> None:
        self.latest: deque[tuple[int, str]] = deque(maxlen=KNOWN)

    def add(self, room: int, word: str) -> None:
        self.latest.append((room, word))


def with_words(text: str) -> str:
    """A text that ends with the number of a person and of their step, and its two words before it."""
    person, step = map(int, text.rsplit(" ", 1)[1].split("."))
    number = person * MOST_STEPS + step
    return f"{ENGLISH}{_digits(number, LETTERS)} {JAPANESE}{_digits(number, KANA)} {text}"


def words_of(text: str) -> list[str]:
    return WORD.findall(text)


def _digits(number: int, symbols: str) -> str:
    found = ""
    for _ in range(LENGTH):
        number, digit = divmod(number, len(symbols))
        found = symbols[digit] + found
    return found
