"""The one range of bytes that a request may ask for (RFC 9110 14), so that a video seeks."""

import re
from typing import NamedTuple

from django.http import HttpRequest

# Longer numbers are no places in a file, and Python converts them in quadratic time.
RANGE = re.compile(r"bytes=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*\Z", re.IGNORECASE | re.ASCII)


class Unsatisfiable(Exception):
    """The range lies outside of the file."""


class Range(NamedTuple):
    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def requested(request: HttpRequest, etag: str, size: int) -> Range | None:
    """The range to answer with; None for the whole: where none is asked for, where several are, where the header makes
    no sense, and where If-Range names another version. Raises Unsatisfiable."""
    found = RANGE.match(request.headers.get("Range", ""))
    if request.method != "GET" or found is None or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = found.groups()
    if first:
        return _between(int(first), int(last) if last else size - 1, size)
    return _last(int(last), size) if last else None


def _between(first: int, last: int, size: int) -> Range | None:
    if last < first < size:
        return None
    if first >= size:
        raise Unsatisfiable
    return Range(first, min(last, size - 1))


def _last(length: int, size: int) -> Range:
    if not length or not size:
        raise Unsatisfiable
    return Range(max(0, size - length), size - 1)
