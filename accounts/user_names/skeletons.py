"""Skeletons of user names, by which look-alikes are found (UTS 39, "Confusable Detection")."""

from accounts.user_names.spelling import KEY_LENGTH, folded
from core.text.look_alikes import prototypes
from core.text.unicode import nfd, nfkc

# No user name contains a colon, so a skeleton in capitals never equals one in small letters.
IN_CAPITALS = "capitals:"


def skeletons(name: str) -> frozenset[str]:
    """The skeletons of a name. Two names that share one look alike: in small letters, in capitals, or as written.

    UTS 39 compares glyphs, but here capitals make no other name. In small letters `1` looks like `l`, in capitals a
    Cyrillic `к` like `k` and `0` like `o`, and written as `paypaI`, `paypai` looks like `paypal`.
    """
    name = name[:KEY_LENGTH]
    key = folded(name)
    ways = {_small(key), _small(nfkc(name, KEY_LENGTH)), IN_CAPITALS + _skeleton(key.upper())}
    return frozenset(way[:KEY_LENGTH] for way in ways)


def _small(text: str) -> str:
    """The skeleton in small letters. Twice, since a capital may have another prototype than its small letter: `m` has
    `rn`."""
    return _skeleton(_skeleton(text).lower()).lower()


def _skeleton(text: str) -> str:
    return nfd(nfd(text, LONGEST).translate(prototypes()), LONGEST)


# NFKC makes a name at most 18 times as long, and so does a prototype.
LONGEST = 18 * KEY_LENGTH
