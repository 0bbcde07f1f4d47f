"""The readers of containers count pixels and frames by themselves, before any decoder sees a byte."""

from collections.abc import Callable

import pytest

from files.inspection.pictures.containers import READERS
from files.inspection.pictures.request import Damaged, Limits, TooLarge
from tests.files.inspection.pictures_made import gif_frames, moving, png, webp_canvas

Make = Callable[[int, int], bytes]
LIMITS = Limits(pixels=100, frames=4, moving_pixels=1200, memory=0, file_size=0, cpu_seconds=0, seconds=0)

SIZED: dict[str, Make] = {
    "PNG": lambda width, height: png(width=width, height=height),
    "GIF": lambda width, height: gif_frames(1, width, height),
    "WEBP": webp_canvas,
}


@pytest.mark.parametrize("decoder", SIZED)
def test_pixels_are_counted(decoder: str) -> None:
    read, make = READERS[decoder], SIZED[decoder]
    assert read(make(10, 10), LIMITS).count == 1
    for width, height in ((101, 1), (1, 101), (10, 11), (10_000, 10_000)):
        with pytest.raises(TooLarge):
            read(make(width, height), LIMITS)


def test_a_frame_outside_of_a_gif_s_screen_counts() -> None:
    content = gif_frames(1, 10, 10)
    at = content.index(b"\x2c") + 1
    with pytest.raises(TooLarge):
        READERS["GIF"](content[:at] + b"\x5b\0" + content[at + 2 :], LIMITS)


@pytest.mark.parametrize("decoder", ["PNG", "GIF", "WEBP"])
def test_frames_are_counted_and_their_pixels_together(decoder: str) -> None:
    """Each frame has 24 x 16 pixels."""
    read, wide = READERS[decoder], Limits(10**6, 4, 1200, 0, 0, 0, 0)
    assert read(moving(decoder, 3), wide).count == 3
    with pytest.raises(TooLarge):  # 1,536 pixels in all
        read(moving(decoder, 4), wide)
    with pytest.raises(TooLarge):
        read(moving(decoder, 5), Limits(10**6, 4, 10**6, 0, 0, 0, 0))


def test_no_pixels_are_no_picture() -> None:
    for make in (SIZED["PNG"], SIZED["GIF"]):
        with pytest.raises(Damaged):
            READERS["PNG" if make is SIZED["PNG"] else "GIF"](make(0, 5), LIMITS)
