"""What the program is told, what it answers, and the errors between."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

SMALL, LARGE = "small", "large"
ORIGINAL = "original"
# The file, in the folder that it is given, in which the program answers.
ANSWER = "answer.json"

# What a photo is written as; nothing where it stays as it came.
PHOTO_TYPES = ("", "image/gif", "image/jpeg", "image/png", "image/webp")

Pixels = Annotated[int, Meta(ge=1, le=2**31 - 1)]


class Limits(Struct, frozen=True):
    """`pixels` of one frame; `moving_pixels` of all frames together. Memory and file size in bytes, times in seconds:
    `cpu_seconds` of work, `seconds` in all."""

    pixels: int
    frames: int
    moving_pixels: int
    memory: int
    file_size: int
    cpu_seconds: int
    seconds: int


class Request(Struct, frozen=True):
    """Two paths: read `source` by the one `decoder` of Pillow, write thumbnails into `folder`, and of a photo a new original."""

    source: str
    folder: str
    decoder: str
    is_photo: bool
    limits: Limits


class Picture(Struct, frozen=True, tag="picture"):
    """Pixels as one sees them, upright. `media_type` is that of the new original, empty where there is none."""

    width: Pixels
    height: Pixels
    thumbhash: Annotated[str, Meta(max_length=64)]
    is_animated: bool
    thumbnails: dict[str, tuple[Pixels, Pixels]]
    media_type: str = ""


class Refusal(Struct, frozen=True, tag="refusal"):
    """`code` is of files.problems."""

    code: Literal["file_damaged", "picture_too_large", "storage_full"]


class Damaged(Exception):
    """The bytes are not what their type says."""


class TooLarge(Exception):
    """More pixels or frames, or more work, than the limits allow."""
