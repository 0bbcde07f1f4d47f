"""The problem codes of moderation."""

from collections.abc import Mapping

# code: (HTTP status, default text)
PROBLEMS: Mapping[str, tuple[int, str]] = {}
