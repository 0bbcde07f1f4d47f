"""The zone of a name, whatever data this machine has."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from core.time_zones import zone_of

TOKYO = ZoneInfo("Asia/Tokyo")


def test_the_zone_of_that_name() -> None:
    assert zone_of("Asia/Tokyo") == TOKYO
    assert zone_of("Europe/Berlin", TOKYO) == ZoneInfo("Europe/Berlin")


# The last one is a folder of the data.
@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc", "a\0b", "Asia"])
def test_otherwise_another_one(name: str) -> None:
    assert zone_of(name) is UTC
    assert zone_of(name, TOKYO) is TOKYO
