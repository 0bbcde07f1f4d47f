"""Messages as a site of Japanese and English speakers writes them: words by Zipf's law, of made-up vocabularies."""

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

WORDS = 20_000
ZIPF = 1.0
SYLLABLES = [
    c + v for c in ("", "b", "ch", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v") for v in "aeiou"
]
KANJI = (
    "会議室東京都日本人大学生年月時分間新社長部員電話車駅前後中外国語文書館"
    "公園花見山川田村町市北南西高低白黒青赤春夏秋冬朝昼夜水火木金土天気空海"
)
KANA = "あいうえおかきくけこさしすせそたちつてとなにのはひふへほまみむめもやゆよらりるれろわん"
KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフホマミムメモラリルレロワンー"
PARTICLES = ["は", "が", "を", "に", "の", "で", "と", "も", "です。", "ます。", "した。", "、"]


class Texts:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.english = _distinct(self._english_word)
        self.japanese = _distinct(self._japanese_word)
        self._weights = list(accumulate(1 / rank**ZIPF for rank in range(1, WORDS + 1)))

    def endless(self) -> Iterator[str]:
        """A third Japanese, a third English, a third of both."""
        while True:
            yield self._japanese()
            yield self._english()
            yield f"{self._english(4)} {self._japanese(3)}"

    def _english(self, fewer: int = 1) -> str:
        return " ".join(self._some(self.english, self._random.randint(3, 18) // fewer + 1))

    def _japanese(self, fewer: int = 1) -> str:
        words = self._some(self.japanese, self._random.randint(2, 12) // fewer + 1)
        return "".join(
            part for pair in zip(words, self._random.choices(PARTICLES, k=len(words)), strict=True) for part in pair
        )

    def _some(self, words: Sequence[str], count: int) -> list[str]:
        return self._random.choices(words, cum_weights=self._weights, k=count)

    def _english_word(self) -> str:
        return "".join(self._random.choices(SYLLABLES, k=self._random.choice([1, 2, 2, 3, 4])))

    def _japanese_word(self) -> str:
        signs = self._random.choices([KANJI, KANA, KATAKANA], [6, 2, 3])[0]
        return "".join(self._random.choices(signs, k=self._random.choice([1, 2, 2, 2, 3, 4])))


def _distinct(make: Callable[[], str]) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < WORDS:
        words[make()] = None
    return list(words)
