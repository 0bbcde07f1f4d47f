"""Searches beside a plain scan of the same messages, inside a site."""

import random
import sys
from typing import Any, NamedTuple

from accounts.models import User
from chat.models import Message, Room
from core.text.search_fold import search_folds
from search.matching.words import Word, contains
from search.query.parsed import Query
from search.selectors.search import search

SEED = 20261127
AT_ONCE = 5_000
# Of a frequent word the newest are compared: those that one page of this size has.
SIZE = 50


class Compared(NamedTuple):
    queries: int
    hits: int
    missed: int
    too_many: int


class Scan:
    """All messages of somebody's rooms, the newest first."""

    def __init__(self, by: User) -> None:
        mine = Room.objects.for_member(by).values("pk")
        rows = Message.objects.filter(room__in=mine, deleted_at=None).order_by("-created_at", "-room_id", "-seq")
        read = list(rows.values_list("pk", "text"))
        self.ids = [pk for pk, _ in read]
        self.folds = [
            fold
            for start in range(0, len(read), AT_ONCE)
            for fold in search_folds([text for _, text in read[start : start + AT_ONCE]])
        ]

    def __call__(self, word: Word) -> list[int]:
        text = word.text
        # `in` is far quicker than the rule, which finds nothing where it does not hold.
        return [pk for pk, fold in zip(self.ids, self.folds, strict=True) if text in fold and contains(fold, word)][
            :SIZE
        ]


def compare(by: User, queries: int) -> Compared:
    scan, choice = Scan(by), random.Random(SEED)
    hits = missed = too_many = 0
    for _ in range(queries):
        word = random_word(choice, scan.folds)
        expected, found = scan(word), _found(by, word)
        hits += len(expected)
        missed += len({*expected} - {*found})
        too_many += len({*found} - {*expected})
        if expected != found:
            print(f"{word}: {expected} expected, {found} found", file=sys.stderr)
    return Compared(queries, hits, missed, too_many)


def _found(by: User, word: Word) -> list[int]:
    """The first page, and those that follow while there is less on it than a page has."""
    found, after = list[int](), None
    while True:
        answer: Any = search(by, Query(words=(word,)), best=False, after=after, size=SIZE)
        found += [result.message.id for result in answer.results]
        after = answer.next
        if after is None or len(found) >= SIZE:
            return found[:SIZE]


def random_word(choice: random.Random, folds: list[str]) -> Word:
    """A piece of a message: a word, some of them, or any characters; at times with something behind it."""
    fold = choice.choice(folds) or "x"
    start = choice.randrange(len(fold))
    if choice.random() < 0.5:
        text = fold[start : start + choice.randint(1, 6)].strip()
    else:
        words = fold.split(" ")
        first = choice.randrange(len(words))
        text = " ".join(words[first : first + choice.choice([1, 1, 2])])[:40]
    if choice.random() < 0.1:
        text += choice.choice("xz会ー9")
    return Word(text or "x", is_phrase=choice.random() < 0.2)
