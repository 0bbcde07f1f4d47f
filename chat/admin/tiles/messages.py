"""Charts of messages: the last day in quarters of an hour, and the last 30 days."""

import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from chat.services.messages.counts import MESSAGES
from core.admin.charts import Bar, Chart
from core.admin.tiles import Tile, kept, list_url
from core.minute_counts import storing
from core.minute_counts.spans import HOUR, MINUTE

QUARTER, DAY, DAYS = 15 * MINUTE, 24 * HOUR, 30


def last_minute(request: HttpRequest) -> Tile | None:
    if not (url := list_url(request, "chat.Message")):
        return None
    now = int(time.time()) // MINUTE * MINUTE
    # The last whole minute. Workers have written it a few seconds after it ended.
    number, today = _minutes()[now - MINUTE], sum(_minutes().values())
    note = gettext("%(count)s in 24 hours") % {"count": f"{today:,}"}
    return Tile("rate", "now", gettext("Messages a minute"), value=f"{number:,}", note=note, url=url)


def last_day(request: HttpRequest) -> Tile | None:
    if not (url := list_url(request, "chat.Message")):
        return None
    last = int(time.time()) // QUARTER * QUARTER
    starts = range(last - DAY + QUARTER, last + QUARTER, QUARTER)
    sums: Counter[int] = Counter()
    for at, amount in _minutes().items():
        sums[at // QUARTER * QUARTER] += amount
    bars = [Bar(_clock(at), sums[at]) for at in starts]
    ticks = [_clock(at) for at in list(starts)[:: 6 * HOUR // QUARTER]]
    return _tile("day", gettext("Messages in 24 hours"), bars, ticks, url)


def last_month(request: HttpRequest) -> Tile | None:
    if not (url := list_url(request, "chat.Message")):
        return None
    today = timezone.localdate()
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    sums: Counter[object] = Counter()
    for at, amount in _hours().items():
        sums[_local(at).date()] += amount
    bars = [Bar(date_format(day, "MONTH_DAY_FORMAT"), sums[day]) for day in days]
    ticks = [date_format(day, "MONTH_DAY_FORMAT") for day in days[::10]]
    return _tile("month", gettext("Messages in 30 days"), bars, ticks, url)


def _tile(key: str, title: str, bars: Sequence[Bar], ticks: Sequence[str], url: str) -> Tile:
    total, most = sum(bar.amount for bar in bars), max(bars, key=lambda bar: bar.amount)
    said = {"title": title, "total": f"{total:,}", "when": most.name, "most": f"{most.amount:,}"}
    summary = gettext("%(title)s: %(total)s. Most at %(when)s: %(most)s.") if total else gettext("%(title)s: none.")
    since = storing.counted_since(MESSAGES)
    note = ""
    if since and time.time() - since < (DAY if key == "day" else DAYS * DAY):
        note = gettext("Counted since %(time)s") % {"time": date_format(_local(since), "SHORT_DATETIME_FORMAT")}
    chart = Chart(bars, summary % said, ticks)
    empty = gettext("No messages yet. Each one that people send is counted here.")
    return Tile(key, "chart", title, value=f"{total:,}", note=note, url=url, chart=chart, empty=empty)


def _clock(at: int) -> str:
    return _local(at).strftime("%H:%M")


def _local(at: int) -> datetime:
    return timezone.localtime(datetime.fromtimestamp(at, tz=timezone.get_fixed_timezone(0)))


@kept(5)
def _minutes() -> Counter[int]:
    return storing.amounts(MESSAGES, MINUTE, int(time.time()) - DAY)


@kept(30)
def _hours() -> Counter[int]:
    return storing.amounts(MESSAGES, HOUR, int(time.time()) - (DAYS + 1) * DAY)
