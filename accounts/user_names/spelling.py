"""The keys by which names are compared, and the characters that no name may contain."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import unicode

# Longer than any real name. An index of PostgreSQL holds no entry above 2.7 KB.
KEY_LENGTH = 300

# Invisible characters that Unicode counts as letters and symbols: hangul fillers, and braille without a dot.
BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Emoji and some scripts need joiners; flags need tags.
JOINING = frozenset(map(chr, (0x200C, 0x200D, *range(0xE0020, 0xE0080))))


def folded(name: str) -> str:
    """The key of a name. Capitals, wide letters and ligatures make no other key.

    Folded in Python, because each database folds in its own way: SQLite only ASCII, PostgreSQL by its locale.
    """
    return unicode.folded(name, KEY_LENGTH)


def require_legible(name: str) -> None:
    """Raises ValidationError for a name that looks empty, has hidden characters, or changes the direction of the text
    around it."""
    if any(map(_is_hidden, name)) or not any(unicodedata.category(character)[0] in "LNPS" for character in name):
        raise ValidationError(_("Only characters that can be seen."), code="invalid")


def _is_hidden(character: str) -> bool:
    """Whether this is a control character, a line break, a mark of direction, or has no width."""
    kind = unicodedata.category(character)
    return character in BLANK or kind in ("Cc", "Cs", "Zl", "Zp") or (kind == "Cf" and character not in JOINING)
