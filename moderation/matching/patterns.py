"""What a rule looks for: a word, or a link to a host. Nobody writes a regular expression.

- A word or several, compared by look. In scripts with spaces it begins and ends where a word does: "ass" is not in
  "class". With * behind it, it is the beginning of a word. In Japanese, Chinese, Korean and Thai it may be anywhere.
- A host stands for itself and its subdomains, *.host for its subdomains alone. It is found with or without "https://",
  because people copy both. A name in another script is the same as its punycode.
"""

import re
from typing import NamedTuple

from chat.mentions import UNSPACED
from core.problems import Problem
from core.text.look_alikes import look_alike_fold
from core.text.unicode import MARKS, folded

LONGEST = 200
MOST_LABELS = 8

_scheme = re.compile(r"[a-z][a-z0-9+.-]*:[/\\]{2,}", re.IGNORECASE)
_behind_host = re.compile(r"[/\\?#]")
_port = re.compile(r":\d*$")
_no_label = re.compile(r"[\s!-,/:-@\[-^`{-~]")
# A part of a word of a script that has spaces between its words, such as Latin.
SPACED = rf"(?:[^\W_{UNSPACED}]|[{MARKS}])"
_spaced = re.compile(SPACED)
_start = re.compile(rf"(?s:{SPACED}+|.)")


class Pattern(NamedTuple):
    """`texts`: what is looked for, in the look-alike fold; of a host its name and its punycode."""

    texts: tuple[str, ...]
    is_link: bool = False
    is_beginning: bool = False
    subdomains_only: bool = False

    def stands_at(self, form: "Form", start: int, end: int) -> bool:
        """Whether this part of a form, which is one of `texts`, is a word, or a host, of its own. `start` is an edge."""
        if not self.is_link:
            return self.is_beginning or end in form.edges
        return end in form.edges and self._begins_host(form.text, start) and _ends_host(form.text, end)

    def _begins_host(self, text: str, start: int) -> bool:
        before = text[start - 1] if start else ""
        if before == ".":
            return not self.subdomains_only or (start > 1 and _is_of_host(text[start - 2]))
        return not self.subdomains_only and before not in ("-", "_")


class Form:
    """A form of a text, and its edges: the places, its end among them, over which no word of a script with spaces
    goes on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [found.start() for found in _start.finditer(text)]
        self.edges = {*self.starts, len(text)}


def word(typed: str) -> Pattern:
    """Raises Problem `invalid`."""
    fold = look_alike_fold(typed)
    text = fold.rstrip("*").rstrip()
    if not text or len(text) > LONGEST or not text.strip("*"):
        raise _invalid()
    return Pattern((text,), is_beginning=fold.endswith("*"))


def link(typed: str) -> Pattern:
    """Of a host, or of a URL, whose host counts. Raises Problem `invalid`."""
    if len(typed) > LONGEST:
        raise _invalid()
    name = _behind_host.split(_scheme.sub("", typed.strip(), count=1), 1)[0]
    name = _port.sub("", name.rpartition("@")[2])
    is_wide = name.startswith("*.")
    labels = _labels(name.removeprefix("*."))
    if len(labels) < (1 if is_wide else 2):
        raise _invalid()
    texts = dict.fromkeys([".".join(map(_readable, labels)), ".".join(map(_punycode, labels))])
    if any(len(text) > LONGEST for text in texts):
        raise _invalid()
    return Pattern(tuple(texts), is_link=True, subdomains_only=is_wide)


def _labels(name: str) -> list[str]:
    labels = folded(name, LONGEST).replace("\u3002", ".").removesuffix(".").split(".")
    if len(labels) > MOST_LABELS or not all(labels) or any(map(_no_label.search, labels)):
        raise _invalid()
    return labels


def _readable(label: str) -> str:
    """As a text that shows it is folded."""
    try:
        return look_alike_fold(label[4:].encode().decode("punycode") if label.startswith("xn--") else label)
    except (UnicodeError, ValueError):
        return label


def _punycode(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode()}"


def _ends_host(text: str, end: int) -> bool:
    behind = text[end : end + 1]
    if behind == ".":
        return not _is_of_host(text[end + 1 : end + 2])
    return behind not in ("-", "_")


def _is_of_host(character: str) -> bool:
    return character == "-" or _spaced.match(character) is not None


def _invalid() -> Problem:
    return Problem("invalid", fields={"pattern": ["invalid"]})
