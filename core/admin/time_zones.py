"""The time zone of the admin's times: the reader's, or else the site's (TIME_ZONE)."""

from datetime import datetime, tzinfo

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from core.time_zones import zone_of


def reader_zone(request: HttpRequest) -> tzinfo:
    """The zone of the signed-in person's profile. Without one, or with one that this machine does not know, the site's."""
    return zone_of(getattr(request.user, "time_zone", ""), timezone.get_default_timezone())


def shown_time(at: datetime | None) -> str:
    """A time in the reader's zone and language. Django writes a read-only column's as Python does."""
    return "-" if at is None else date_format(timezone.localtime(at), "DATETIME_FORMAT")


def offset_text(now: datetime) -> str:
    """A time's offset as people read it: UTC, UTC+9, UTC-3:30."""
    offset = now.utcoffset()
    minutes = round(offset.total_seconds() / 60) if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"
