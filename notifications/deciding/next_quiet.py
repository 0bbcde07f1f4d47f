"""When quiet hours begin next. Whoever keeps a push for a device that is away must not bring it after that."""

from datetime import UTC, datetime, timedelta

from core.time_zones import zone_of
from notifications.deciding.quiet_hours import QuietHours


def next_start(hours: QuietHours | None, now: datetime, zone: str) -> datetime | None:
    """Never too late: of an hour that comes twice the first counts, and of one that is left out the moment before."""
    if hours is None or not hours.days:
        return None
    place = zone_of(zone)
    today = now.astimezone(place).date()
    # On a day that has no such moment any more, it is a week from now.
    for ahead in range(8):
        day = today + timedelta(days=ahead)
        if day.weekday() not in hours.days:
            continue
        begins = datetime(day.year, day.month, day.day, hours.start // 60, hours.start % 60, tzinfo=place)
        moment = min(begins.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        if moment > now:
            return moment
    return None
