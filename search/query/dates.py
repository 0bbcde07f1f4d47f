"""Days as people write them: 2026-11-01, 2026/11/1, 11/1, 11月1日, 2026-11, yesterday, 昨日, monday, 月曜."""

import re
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

# Times before and after these are no times of messages, and arithmetic with them fails.
FIRST_YEAR, LAST_YEAR = 1970, 2999

DAY = timedelta(days=1)
DAYS_AGO = {
    "today": 0, "今日": 0, "本日": 0, "きょう": 0, "yesterday": 1, "昨日": 1, "きのう": 1, "前日": 1, "一昨日": 2, "おととい": 2,
}  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY_KANJI = "月火水木金土日"

FULL = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?|年(?:(\d{1,2})月(?:(\d{1,2})日)?)?)?", re.ASCII)
SHORT = re.compile(r"(\d{1,2})(?:[-/](\d{1,2})|月(?:(\d{1,2})日)?)", re.ASCII)
WEEKDAY = re.compile(rf"([{WEEKDAY_KANJI}])曜日?|({'|'.join(WEEKDAYS)}|{'|'.join(name[:3] for name in WEEKDAYS)})")


class Days(NamedTuple):
    """From `first` on and before `after`: a day, a month or a year."""

    first: date
    after: date


def days_of(text: str, today: date) -> Days | None:
    """`text` is folded. A day without a year is the last one of this name up to today, and so is a weekday. None for
    what is no day."""
    if text in DAYS_AGO:
        return _one(today - DAYS_AGO[text] * DAY)
    if match := WEEKDAY.fullmatch(text):
        return _one(_last_weekday(match, today))
    if match := FULL.fullmatch(text):
        year, *rest = (int(group) for group in match.groups() if group)
        return _calendar(year, *rest)
    if match := SHORT.fullmatch(text):
        return _last_of_name([int(group) for group in match.groups() if group], today)
    return None


def midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def _one(day: date) -> Days:
    return Days(day, day + DAY)


def _last_weekday(match: re.Match[str], today: date) -> date:
    kanji, name = match.groups()
    weekday = WEEKDAY_KANJI.index(kanji) if kanji else [each[:3] for each in WEEKDAYS].index(name[:3])
    return today - (today.weekday() - weekday) % 7 * DAY


def _last_of_name(month_and_day: list[int], today: date) -> Days | None:
    # Eight years have a 29 February, also around 1900 and 2100.
    years = range(today.year, today.year - 9, -1)
    found = (_calendar(year, *month_and_day) for year in years)
    return next((days for days in found if days and days.first <= today), None)


def _calendar(year: int, month: int = 0, day: int = 0) -> Days | None:
    """A year, a month of it, or a day of that; None where there is none."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        if day:
            return _one(date(year, month, day))
        if month:
            return Days(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))
        return Days(date(year, 1, 1), date(year + 1, 1, 1))
    except ValueError:
        return None
