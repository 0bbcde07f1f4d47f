"""Names of files as they are stored and shown: one line of text, without a path, in NFC."""

import re
import unicodedata

from core.text.unicode import nfc
from files.models.file import NAME_LENGTH

UNNAMED = "file"
# A longer name is cut before anything else reads it.
MOST_READ = 4 * NAME_LENGTH
LONGEST_EXTENSION = 32
PATH = re.compile(r"[/\\]")
# Controls, lone surrogates, line and paragraph separators, code points without a character.
REMOVED = ("Cc", "Cs", "Zl", "Zp", "Cn")
# They change the direction of what follows: a name could show "exe.txt" and end in ".exe". Other format characters,
# such as joiners, belong to words and emoji.
DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def cleaned(name: str) -> str:
    """The last part of a path, without controls and marks of direction, at most NAME_LENGTH characters, never empty.
    A name that is too long keeps its extension."""
    last = PATH.split(name[-MOST_READ:])[-1]
    text = nfc("".join(filter(_is_kept, last)), MOST_READ).strip()
    return _cut(text) if text.strip(". ") else UNNAMED


def _is_kept(character: str) -> bool:
    return character not in DIRECTIONS and unicodedata.category(character) not in REMOVED


def _cut(name: str) -> str:
    if len(name) <= NAME_LENGTH:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or len(extension) > LONGEST_EXTENSION:
        return name[:NAME_LENGTH].rstrip()
    return stem[: NAME_LENGTH - len(extension) - 1].rstrip() + dot + extension
