"""Whether a word that was found stands by itself, for the order of the best."""

import unicodedata
from functools import lru_cache


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the characters around it are of another kind than those at its ends: 会議 in 会議は, not in 会議室."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before and _kind(before) == _kind(text[start])) and not (after and _kind(after) == _kind(text[end - 1]))


@lru_cache(8192)
def _kind(character: str) -> str:
    """The first word of the character's name, as a rule its script; of what is no letter or digit, the character."""
    if not character.isalnum():
        return f"{character} "
    return unicodedata.name(character, "").split(" ")[0].split("-")[0]
