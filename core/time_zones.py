"""Time zones by the names that people's profiles have."""

from datetime import UTC, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@lru_cache(maxsize=1024)
def zone_of(name: str, otherwise: tzinfo = UTC) -> tzinfo:
    """`otherwise` without a name, and for a zone that this machine does not know: the one that stored it had other data."""
    try:
        return ZoneInfo(name) if name else otherwise
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return otherwise
