"""The types that a file can have. Content decides (`sniffing`), never a name, and the table has no type that a browser
would run: HTML, SVG, XML and scripts are plain text here."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

ANY = "application/octet-stream"
TEXT = "text/plain"


class ShownAs(StrEnum):
    PICTURE = "picture"
    VIDEO = "video"
    AUDIO = "audio"
    DOWNLOAD = "download"


class MediaType(Struct, frozen=True):
    """`decoder` is Pillow's name of the one decoder that may read it; `content_type` the header of an answer."""

    content_type: str
    shown_as: ShownAs
    decoder: str = ""


def _picture(name: str, decoder: str) -> MediaType:
    return MediaType(name, ShownAs.PICTURE, decoder)


# Video and audio are those that browsers play; a name that ends in .mov is one too, in Safari and often elsewhere.
MEDIA_TYPES: Mapping[str, MediaType] = {
    "image/jpeg": _picture("image/jpeg", "JPEG"),
    "image/png": _picture("image/png", "PNG"),
    "image/gif": _picture("image/gif", "GIF"),
    "image/webp": _picture("image/webp", "WEBP"),
    "image/avif": _picture("image/avif", "AVIF"),
    "image/heic": _picture("image/heic", "HEIF"),
    "image/heif": _picture("image/heif", "HEIF"),
    **{name: MediaType(name, ShownAs.VIDEO) for name in ("video/mp4", "video/quicktime", "video/webm")},
    **{
        name: MediaType(name, ShownAs.AUDIO)
        for name in ("audio/aac", "audio/flac", "audio/mp4", "audio/mpeg", "audio/ogg", "audio/wav")
    },
    "application/pdf": MediaType("application/pdf", ShownAs.DOWNLOAD),
    "application/zip": MediaType("application/zip", ShownAs.DOWNLOAD),
    TEXT: MediaType("text/plain; charset=utf-8", ShownAs.DOWNLOAD),
    ANY: MediaType(ANY, ShownAs.DOWNLOAD),
}


def media_type(name: str) -> MediaType:
    """The row of a stored type; a type that left the table is a download like any other."""
    return MEDIA_TYPES.get(name, MEDIA_TYPES[ANY])
