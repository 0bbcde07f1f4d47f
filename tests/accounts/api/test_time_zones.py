"""A person's time zone: stored by its name, shown to those in their rooms."""

import pytest

from accounts.models.time_zones import time_zones
from tests.support.in_process import Api, a_user

pytestmark = pytest.mark.django_db


# Browsers say the older name of some.
@pytest.mark.parametrize("name", ["Asia/Tokyo", "Europe/Berlin", "Asia/Calcutta", "Asia/Kolkata", "UTC", ""])
def test_it_is_kept(name: str) -> None:
    assert Api(a_user("hanako")).patch("me/", {"time_zone": name}).body["time_zone"] == name


@pytest.mark.parametrize("name", ["Mars/Olympus", "localtime", "Factory", "../../etc/passwd", "asia/tokyo", "+09:00"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    assert name not in time_zones()
    hanako = a_user("hanako")
    assert Api(hanako).patch("me/", {"time_zone": name}).fields == {"time_zone": ["invalid"]}
    hanako.refresh_from_db()
    assert hanako.time_zone == ""
