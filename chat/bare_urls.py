"""The bare URLs of a text, found as the web app finds them (frontend/src/lib/text/urls.ts)."""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

START = re.compile(r"://|www\.", re.IGNORECASE)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*\Z", re.IGNORECASE)
LONGEST_SCHEME = 20
HTTP = re.compile(r"https?\Z", re.IGNORECASE)
WEB = re.compile(r"https?://[^\W_]", re.IGNORECASE)
WWW = re.compile(r"www\.[^\W_]", re.IGNORECASE)
# 「example.orgを見て」: a top level domain has one script, so the host ends before を.
HOST_BEFORE_WORDS = re.compile(
    r"(?:[a-z]+://)?[^/?#]*\.[a-z]{2,}(?=[^!-~][^./?#]*(?:[/?#]|\Z))", re.IGNORECASE | re.ASCII
)
PAIRS = {")": "(", "]": "[", "}": "{"}
OPENING = frozenset(PAIRS.values())
NO_URL = frozenset('<>"`\\')
TRAILING = "!&'*,.:;?_~・([{"
NO_HOST = frozenset("^|%")


def urls_in(text: str) -> Iterator[tuple[int, int]]:
    """The beginning and end of each URL that a browser opens, in the order of the text. Takes linear time: what was
    read for one candidate is not read for the next one."""
    after = 0
    while found := START.search(text, after):
        start, after_found = _start(text, found.start(), after), found.end()
        if start is None:
            after = after_found
            continue
        after = _end(text, start)
        url = _trimmed(text[start:after])
        if _opens(f"http://{url}" if WWW.match(url) else url):
            yield start, start + len(url)
        after = max(after, after_found)


def _start(text: str, at: int, after: int) -> int | None:
    if text[at] != ":":
        return None if at > 0 and _is_latin(text[at - 1]) else at
    scheme = SCHEME.search(text[max(after, at - LONGEST_SCHEME) : at])
    if scheme is None:
        return None
    known = HTTP.search(scheme[0])
    # "見て.https://" has a full stop before the scheme, and "2https://" a digit.
    if known and not (known.start() and scheme[0][known.start() - 1].isalpha()):
        return at - len(known[0])
    return at - len(scheme[0])


def _is_latin(character: str) -> bool:
    return character == "_" or character.isnumeric() or unicodedata.name(character, "").startswith("LATIN")


def _end(text: str, start: int) -> int:
    opened: list[str] = []
    for at in range(start, len(text)):
        character = text[at]
        if _ends(character):
            return at
        # Two of them are Markdown's: 「**https://example.org/**です」.
        if character in "*~" and text[at + 1 : at + 2] == character:
            return at
        if character in OPENING:
            opened.append(character)
        elif character in PAIRS and (not opened or opened.pop() != PAIRS[character]):
            return at
    return len(text)


def _ends(character: str) -> bool:
    """Japanese punctuation ends a URL, because no space follows it. "・" is a part of words."""
    if "!" <= character <= "~":
        return character in NO_URL
    return character != "・" and unicodedata.category(character)[0] in "CPSZ"


def _trimmed(url: str) -> str:
    url = url.rstrip(TRAILING)
    host = HOST_BEFORE_WORDS.match(url)
    return host[0] if host else url


def _opens(url: str) -> bool:
    if not WEB.match(url):
        return False
    try:
        parts = urlsplit(url)
        return NO_HOST.isdisjoint(parts.hostname or "^") and (parts.port is None or parts.port >= 0)
    except ValueError:
        return False
