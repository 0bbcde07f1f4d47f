from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from core.admin.charts import HEIGHT, STEP, Bar, Chart
from core.admin.tiles import Tile


def chart(*amounts: int) -> Chart:
    return Chart([Bar(f"{number}:00", amount) for number, amount in enumerate(amounts)], "Tea", ["0:00"])


@pytest.mark.parametrize(
    ("most", "top"), [(0, 4), (3, 4), (5, 5), (9, 9), (11, 15), (99, 100), (101, 150), (5432, 5500)]
)
def test_the_scale_ends_at_a_number_that_reads_well(most: int, top: int) -> None:
    assert chart(0, most).top == top


def test_bars_stand_on_the_ground_and_say_what_they_are() -> None:
    none, least, most = chart(0, 1, 1000).drawn
    assert (none.height, none.x) == (0, 0)
    assert 0 < least.height < 2, "seen, however little it is"
    assert (most.x, most.y, most.height) == (2 * STEP, 0, HEIGHT)
    assert most.title == "2:00: 1,000"


def test_a_chart_without_bars_says_so() -> None:
    assert chart(0, 0).is_empty
    assert not chart(0, 1).is_empty
    tile = Tile("tea", "chart", "Tea", empty="Not brewed yet", chart=chart(0, 0))
    shown = [
        render_to_string("admin/home_tiles.html", {"areas": {"chart": [each]}})
        for each in (tile, replace(tile, chart=chart(0, 1)))
    ]
    assert ["Not brewed yet" in text for text in shown] == [True, False]
    assert ["<svg" in text for text in shown] == [False, True]
