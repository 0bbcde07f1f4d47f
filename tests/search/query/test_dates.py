"""Days as people write them."""

from datetime import UTC, date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.dates import DAY, Days, days_of, midnight

# A Friday.
TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-01", date(2026, 11, 1)),
        ("2026/11/1", date(2026, 11, 1)),
        ("2026.11.1", date(2026, 11, 1)),
        ("2026年11月1日", date(2026, 11, 1)),
        ("11/1", date(2026, 11, 1)),
        ("11-1", date(2026, 11, 1)),
        ("11月1日", date(2026, 11, 1)),
        ("11/27", TODAY),
        ("11/28", date(2025, 11, 28)),
        ("2/29", date(2024, 2, 29)),
        ("today", TODAY),
        ("今日", TODAY),
        ("yesterday", date(2026, 11, 26)),
        ("昨日", date(2026, 11, 26)),
        ("一昨日", date(2026, 11, 25)),
        ("friday", TODAY),
        ("金曜日", TODAY),
        ("sat", date(2026, 11, 21)),
        ("土曜", date(2026, 11, 21)),
    ],
)
def test_a_day(text: str, day: date) -> None:
    assert days_of(text, TODAY) == Days(day, day + DAY)


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2026-11", date(2026, 11, 1), date(2026, 12, 1)),
        ("2025年12月", date(2025, 12, 1), date(2026, 1, 1)),
        ("12月", date(2025, 12, 1), date(2026, 1, 1)),
        ("11月", date(2026, 11, 1), date(2026, 12, 1)),
        ("2024", date(2024, 1, 1), date(2025, 1, 1)),
    ],
)
def test_a_month_or_a_year(text: str, first: date, after: date) -> None:
    assert days_of(text, TODAY) == Days(first, after)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fire",
        "11",
        "13/1",
        "2/30",
        "2026-13-01",
        "2026-11-31",
        "0000-01-01",
        "9999-12-31",
        "11月1",
        "1/2/3",
        "月",
        "-1",
        "٢٠٢٦",
    ],
)
def test_no_day(text: str) -> None:
    assert days_of(text, TODAY) is None


@given(
    st.from_regex(r"[0-9]{1,4}([-/.月年][0-9]{1,4}){0,2}日?", fullmatch=True),
    st.dates(date(1970, 1, 1), date(2999, 12, 31)),
)
def test_any_digits_are_days_or_none(text: str, today: date) -> None:
    days = days_of(text, today)
    assert days is None or days.first < days.after


def test_a_day_begins_in_the_zone() -> None:
    assert midnight(TODAY, ZoneInfo("Asia/Tokyo")).astimezone(UTC).isoformat() == "2026-11-26T15:00:00+00:00"
