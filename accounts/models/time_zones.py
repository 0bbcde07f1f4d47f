"""The names of time zones: those of the IANA database, such as Asia/Tokyo."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError

TIME_ZONE_LENGTH = 64


# Files of a machine that browsers know no zone for.
NO_ZONES = {"Factory", "localtime"}


@cache
def time_zones() -> frozenset[str]:
    return frozenset(available_timezones() - NO_ZONES)


def require_time_zone(name: str) -> None:
    """Raises ValidationError for a name that no zone has."""
    if name not in time_zones():
        raise ValidationError("Give the name of a time zone.", code="invalid")
