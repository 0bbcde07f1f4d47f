"""No push service keeps a push until somebody wants quiet."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from notifications.deciding.next_quiet import next_start
from notifications.deciding.quiet_hours import DAYS, QuietHours
from notifications.services import preferences
from tests.chat.hearth import Hearth
from tests.notifications.push.people import Phone, said, told

NIGHT = QuietHours(22 * 60, 7 * 60)


@pytest.mark.parametrize(
    ("hours", "now", "zone", "expected"),
    [
        (NIGHT, "2026-11-27T20:00", "UTC", "2026-11-27T22:00"),
        (NIGHT, "2026-11-27T22:00", "UTC", "2026-11-28T22:00"),
        (NIGHT, "2026-11-27T12:30", "Asia/Tokyo", "2026-11-27T13:00"),
        (NIGHT, "2028-02-28T21:30", "Europe/Berlin", "2028-02-29T21:00"),
        (QuietHours(22 * 60, 7 * 60, [5]), "2026-11-27T23:00", "UTC", "2026-11-28T22:00"),
        (QuietHours(22 * 60, 7 * 60, [4]), "2026-11-27T23:00", "UTC", "2026-12-04T22:00"),
        # An hour that is left out, and one that comes twice.
        (QuietHours(150, 400), "2026-03-28T12:00", "Europe/Berlin", "2026-03-29T00:30"),
        (QuietHours(150, 400), "2026-10-24T12:00", "Europe/Berlin", "2026-10-25T00:30"),
        (QuietHours(90, 400), "2026-11-01T03:00", "America/New_York", "2026-11-01T05:30"),
        (NIGHT, "2026-11-27T20:00", "Nowhere/Gone", "2026-11-27T22:00"),
        (QuietHours(60, 120, []), "2026-11-27T20:00", "UTC", None),
        (None, "2026-11-27T20:00", "UTC", None),
    ],
)
def test_when_it_begins(hours: QuietHours | None, now: str, zone: str, expected: str | None) -> None:
    found = next_start(hours, datetime.fromisoformat(now).replace(tzinfo=UTC), zone)
    assert found == (datetime.fromisoformat(expected).replace(tzinfo=UTC) if expected else None)


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["@yuki tea", "tea"])
def test_a_push_ends_before(hearth: Hearth, phone: Phone, words: str) -> None:
    soon = timezone.now() + timedelta(hours=2)
    begins = soon.hour * 60 + soon.minute
    preferences.change(by=hearth.member, quiet=QuietHours(begins, (begins + 60) % (24 * 60), sorted(DAYS)))
    said(hearth, words)
    told()
    assert 6_000 < int(phone.browser.received[0].headers["ttl"]) <= 7_200
