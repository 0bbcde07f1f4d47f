"""The square with letters that stands for the signed-in person, as frontend/src/components/display/Avatar.tsx makes it."""

import unicodedata
from typing import Any, NamedTuple

TINTS = 6


class Mark(NamedTuple):
    initials: str
    tint: int


def account_mark(user: Any) -> Mark | None:
    if not user.is_authenticated:
        return None
    words = (user.get_full_name().strip() or user.get_username()).split()
    first, second = (word[:1] for word in [*words, "", ""][:2])
    letters = first + second if _is_latin(first) and _is_latin(second) else first
    return Mark(letters.upper(), user.pk % TINTS + 1)


def _is_latin(letter: str) -> bool:
    return bool(letter) and unicodedata.name(letter, "").startswith("LATIN ")
