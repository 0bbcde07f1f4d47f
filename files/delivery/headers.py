"""What a browser may do with a file's bytes. Nothing of ours runs what somebody has uploaded."""

from typing import NamedTuple

from django.http import HttpRequest
from django.utils.http import content_disposition_header

from files.models import File
from files.payloads import LARGE, SMALL

ORIGINAL = "original"
THUMBNAIL_TYPE = "image/webp"
# Shown in a page. Each was found by content, runs nothing and links to nothing.
SHOWN = frozenset(
    {
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp",
        "video/mp4", "video/webm", "video/quicktime", "video/ogg",
        "audio/mpeg", "audio/mp4", "audio/ogg", "audio/webm", "audio/wav", "audio/x-wav", "audio/flac", "audio/aac",
    }
)  # fmt: skip
# Only saved, by programs that know the type. All others are bytes.
SAVED = {
    "application/pdf": "application/pdf",
    "application/zip": "application/zip",
    "image/heic": "image/heic",
    "image/heif": "image/heif",
    "text/plain": "text/plain; charset=utf-8",
}
BYTES = "application/octet-stream"

# Seconds that a browser shows a copy without asking. Somebody who was removed may see their own copy for as long.
KEPT_SECONDS = 7 * 24 * 3600
USED = f"private, max-age={KEPT_SECONDS}, immutable"
UNUSED = "private, no-cache"


class Variant(NamedTuple):
    """One of the sizes in which a file may be fetched."""

    name: str
    type: str
    etag: str


def variant_of(file: File, name: str) -> Variant | None:
    """None where the file has no such size."""
    if name == ORIGINAL:
        return Variant(name, file.type, f'"{file.digest}"')
    if name in (SMALL, LARGE) and name in file.thumbnails:
        return Variant(name, THUMBNAIL_TYPE, f'"{file.digest}-{name}"')
    return None


def headers_of(file: File, variant: Variant, request: HttpRequest) -> dict[str, str]:
    is_shown = variant.type in SHOWN
    as_attachment = not is_shown or "download" in request.GET
    return {
        "Content-Type": variant.type if is_shown else SAVED.get(variant.type, BYTES),
        "Content-Disposition": content_disposition_header(as_attachment, file.name) or "attachment",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": UNUSED if file.expires_at else USED,
        "ETag": variant.etag,
        "Accept-Ranges": "bytes",
    }
