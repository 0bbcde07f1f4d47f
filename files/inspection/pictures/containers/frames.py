from msgspec import Struct

from files.inspection.pictures.request import Damaged, Limits, TooLarge


class Frames(Struct, frozen=True):
    """`clean` is the file without metadata, and without what follows its end."""

    count: int
    clean: bytes


def check_size(width: int, height: int, limits: Limits) -> None:
    if not width or not height:
        raise Damaged("no pixels")
    if width * height > limits.pixels:
        raise TooLarge(f"{width} x {height} pixels")


def check_frames(width: int, height: int, count: int, limits: Limits) -> None:
    """Called for each frame that is found, so that a million of them are not read to their end."""
    if count > limits.frames or (count > 1 and width * height * count > limits.moving_pixels):
        raise TooLarge(f"{count} frames of {width} x {height} pixels")


def slice_of(content: bytes, start: int, length: int) -> bytes:
    """Bytes that must be there."""
    if start + length > len(content):
        raise Damaged("ends too early")
    return content[start : start + length]
