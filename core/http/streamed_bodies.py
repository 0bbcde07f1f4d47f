"""Calls whose bodies are too large for memory.

The server begins such a call with its head, and passes the body on in pieces. Every other body has to fit
DATA_UPLOAD_MAX_MEMORY_SIZE, and arrives whole. Apps name these calls (`streamed_bodies` in core/app_contents.py).
"""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from core.app_contents import named


class StreamedBody(NamedTuple):
    """`path`: a pattern for the whole path. `most_bytes` says how long the body may be."""

    method: str
    path: re.Pattern[str]
    most_bytes: Callable[[], int]


def find(method: str, path: str) -> StreamedBody | None:
    """The declaration of a call, or None for a call with an ordinary body."""
    return next((each for each in _declared() if each.method == method and each.path.fullmatch(path)), None)


@cache
def _declared() -> list[StreamedBody]:
    return [each for group in named("streamed_bodies") for each in group]
