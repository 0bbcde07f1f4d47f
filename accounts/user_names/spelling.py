"""Which names are the same to a person, and which mislead one."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import unicode

# Nothing real comes near it, and an index of PostgreSQL holds no entry of more than 2.7 KB.
KEY_LENGTH = 300

# Drawn as nothing, though Unicode counts them as letters and symbols: hangul fillers, and braille without a dot.
BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Emoji and some scripts are written with joiners, flags with tags.
JOINING = frozenset(map(chr, (0x200C, 0x200D, *range(0xE0020, 0xE0080))))


def folded(name: str) -> str:
    """What names are compared by: neither capitals nor wide letters nor ligatures make another name.

    In Python, because databases fold each in their own way: SQLite only ASCII, PostgreSQL by its locale.
    """
    return unicode.folded(name, KEY_LENGTH)


def require_legible(name: str) -> None:
    """Raises ValidationError for what looks empty, like another name, or turns the writing around it."""
    if any(map(_is_hidden, name)) or not any(unicodedata.category(character)[0] in "LNPS" for character in name):
        raise ValidationError(_("Only characters that can be seen."), code="invalid")


def _is_hidden(character: str) -> bool:
    """Control characters, breaks of lines, and marks of direction or no width."""
    kind = unicodedata.category(character)
    return character in BLANK or kind in ("Cc", "Cs", "Zl", "Zp") or (kind == "Cf" and character not in JOINING)
