"""Quiet hours by the wall clock of the person, on the days on which clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from notifications.deciding.quiet_hours import DAYS, QuietHours, is_quiet

NIGHT = QuietHours(22 * 60, 7 * 60)
BERLIN, NEW_YORK, TOKYO = "Europe/Berlin", "America/New_York", "Asia/Tokyo"


def quiet_minutes(hours: QuietHours, zone: str, start: datetime, end: datetime) -> int:
    """Between two moments, minute by minute."""
    count = int((end - start) / timedelta(minutes=1))
    return sum(is_quiet(hours, start + timedelta(minutes=minute), zone) for minute in range(count))


def noon(zone: str, day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "before", "after", "hours"),
    [
        (BERLIN, "2026-03-27", "2026-03-28", 9),
        (BERLIN, "2026-03-28", "2026-03-29", 8),  # 02:00 is 03:00
        (BERLIN, "2026-10-24", "2026-10-25", 10),  # 03:00 is 02:00
        (NEW_YORK, "2026-03-07", "2026-03-08", 8),
        (NEW_YORK, "2026-10-31", "2026-11-01", 10),
        (TOKYO, "2026-03-28", "2026-03-29", 9),
        (TOKYO, "2026-10-24", "2026-10-25", 9),
        (BERLIN, "2028-02-28", "2028-02-29", 9),
        (TOKYO, "2028-02-29", "2028-03-01", 9),
    ],
)
def test_a_night(zone: str, before: str, after: str, hours: int) -> None:
    assert quiet_minutes(NIGHT, zone, noon(zone, before), noon(zone, after)) == hours * 60


@pytest.mark.parametrize(
    ("zone", "moment", "quiet"),
    [
        # Berlin, the hour that is left out: 01:59 CET is followed by 03:00 CEST.
        (BERLIN, "2026-03-29T00:59Z", True),
        (BERLIN, "2026-03-29T01:00Z", False),
        # The hour that comes twice: 02:15 CEST, 02:15 CET, and 03:00 CET.
        (BERLIN, "2026-10-25T00:15Z", True),
        (BERLIN, "2026-10-25T01:15Z", True),
        (BERLIN, "2026-10-25T02:00Z", False),
        (NEW_YORK, "2026-03-08T06:59Z", True),
        (NEW_YORK, "2026-03-08T07:00Z", False),
        (NEW_YORK, "2026-11-01T05:15Z", True),
        (NEW_YORK, "2026-11-01T06:15Z", True),
        (NEW_YORK, "2026-11-01T07:15Z", True),
        (NEW_YORK, "2026-11-01T07:30Z", False),
        (TOKYO, "2026-03-28T17:15Z", True),
        (TOKYO, "2026-03-28T17:30Z", False),
        ("", "2026-03-29T02:15Z", True),  # no zone is UTC
    ],
)
def test_until_half_past_two(zone: str, moment: str, quiet: bool) -> None:
    """An end that the clock leaves out is when it goes on; one that comes twice is the second."""
    hours = QuietHours(60, 150)
    assert is_quiet(hours, datetime.fromisoformat(moment), zone) is quiet


def test_the_ends() -> None:
    at = datetime.fromisoformat
    assert not is_quiet(NIGHT, at("2026-06-01T21:59Z"), "")
    assert is_quiet(NIGHT, at("2026-06-01T22:00Z"), "")
    assert is_quiet(NIGHT, at("2026-06-02T06:59Z"), "")
    assert not is_quiet(NIGHT, at("2026-06-02T07:00Z"), "")
    assert not is_quiet(None, at("2026-06-02T00:00Z"), "")


def test_the_days_are_those_on_which_they_start() -> None:
    """2026-06-05 is a Friday."""
    weekend = QuietHours(22 * 60, 10 * 60, {4, 5})
    at = datetime.fromisoformat
    wanted = {
        "2026-06-05T09:00Z": False,
        "2026-06-05T23:00Z": True,
        "2026-06-06T09:00Z": True,
        "2026-06-06T23:00Z": True,
        "2026-06-07T09:00Z": True,
        "2026-06-07T23:00Z": False,
        "2026-06-08T09:00Z": False,
    }
    assert {moment: is_quiet(weekend, at(moment), "") for moment in wanted} == wanted


def test_a_week_of_days() -> None:
    """Each day alone is a seventh of all."""
    start = datetime(2026, 6, 1, 12, tzinfo=UTC)
    for hours in (NIGHT, QuietHours(600, 630)):
        every = quiet_minutes(hours, TOKYO, start, start + timedelta(days=7))
        single = [quiet_minutes(hours._replace(days={day}), TOKYO, start, start + timedelta(days=7)) for day in DAYS]
        assert single == [every // 7] * 7
