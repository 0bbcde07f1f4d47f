"""What the wire says of a file: one shape, in a message, an upload's answer and a room's list of files."""

from typing import Any
from uuid import UUID

from msgspec import Struct

from files import models

# The place below which every address lies that gives bytes. The cookie of files is for this path alone.
PLACE = "/files/"
SMALL, LARGE = "small", "large"


class File(Struct, frozen=True):
    """A file as everybody sees it who may. `width` and `height` are pixels, of pictures and videos. `thumbnail_url` and
    `preview_url` are the small and the large thumbnail, null where there is none."""

    id: UUID
    name: str
    type: str
    kind: str
    size: int
    width: int | None
    height: int | None
    alt: str
    thumbhash: str | None
    is_animated: bool
    url: str
    thumbnail_url: str | None
    preview_url: str | None

    @classmethod
    def of(cls, file: models.File) -> "File":
        return cls.from_row(row_of(file))

    @classmethod
    def from_row(cls, row: list[Any]) -> "File":
        """`row`: what `row_of` returned, as a message's column keeps it."""
        pk, name, media_type, kind, size, width, height, alt, thumbhash, is_animated, thumbnails = row
        place = f"{PLACE}{pk}/"
        return cls(
            id=UUID(pk),
            name=name,
            type=media_type,
            kind=kind,
            size=size,
            width=width,
            height=height,
            alt=alt,
            thumbhash=thumbhash or None,
            is_animated=is_animated,
            url=f"{place}original",
            thumbnail_url=f"{place}{SMALL}" if SMALL in thumbnails else None,
            preview_url=f"{place}{LARGE}" if LARGE in thumbnails else None,
        )


class UploadLimits(Struct, frozen=True):
    """How much the caller may upload, in bytes. `chunk_bytes`: what to send at once; longer chunks are taken as well.
    `day_bytes` and `left_bytes`, of a day and what is left of it, are null where there is no such limit."""

    chunk_bytes: int
    most_bytes: int
    day_bytes: int | None
    left_bytes: int | None


def row_of(file: models.File) -> list[Any]:
    """The shape without addresses, as JSON that a message's column keeps."""
    return [
        str(file.pk), file.name, file.type, file.kind, file.size, file.width, file.height, file.alt, file.thumbhash,
        file.is_animated, list(file.thumbnails),
    ]  # fmt: skip
