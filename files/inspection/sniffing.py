"""The type of a file, by its content."""

from pathlib import Path

import puremagic

from files.inspection.media_types import ANY, TEXT

# More than the longest signature of puremagic and the brands of an MP4.
HEAD_BYTES = 4096

# What puremagic calls them: our names.
NAMES = {
    "image/jpeg": "image/jpeg",
    "image/png": "image/png",
    "image/gif": "image/gif",
    "audio/aac": "audio/aac",
    "audio/flac": "audio/flac",
    "audio/mpeg": "audio/mpeg",
    "application/pdf": "application/pdf",
    "application/zip": "application/zip",
}
# ISO/IEC 14496-12 4.3; registered at mp4ra.org.
BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"), "image/heic"),
    **dict.fromkeys((b"M4A ", b"M4B "), "audio/mp4"),
    b"qt  ": "video/quicktime",
    **dict.fromkeys((b"isom", b"avc1", b"mp41", b"mp42", b"M4V ", b"M4VP", b"dash", b"MSNV", b"f4v "), "video/mp4"),
    **dict.fromkeys((b"iso%d" % number for number in range(2, 10)), "video/mp4"),
}
# Say only that it is a picture; which one is said by a later brand.
STILL_BRANDS = (b"mif1", b"msf1")
RIFF_TYPES = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
OGG_CODECS = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC")
CONTROLS = bytes({*range(32), 127} - {*b"\t\n\f\r\x1b"})


def type_of(source: Path) -> str:
    """A name of MEDIA_TYPES."""
    with source.open("rb") as content:
        head = content.read(HEAD_BYTES)
    found = _in_container(head) or _by_signature(head) or ANY
    # A text may begin as a picture does: a script may begin with GIF89a. Only a PDF may be text from its first byte on.
    return TEXT if found != "application/pdf" and _is_text(head) else found


def _in_container(head: bytes) -> str | None:
    """One signature stands for many types here, and puremagic names one of them; None where it is none of these."""
    if head[4:8] == b"ftyp":
        return _iso_media(head)
    if head.startswith(b"RIFF"):
        return RIFF_TYPES.get(head[8:12], ANY)
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm" if b"\x42\x82\x84webm" in head[:64] else ANY
    if head.startswith(b"OggS"):
        return "audio/ogg" if head[28:].startswith(OGG_CODECS) else ANY
    return None


def _iso_media(head: bytes) -> str:
    length = min(int.from_bytes(head[:4]), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, length - 3, 4))]
    known = (BRANDS[brand] for brand in brands if brand in BRANDS)
    return next(known, "image/heif" if brands[0] in STILL_BRANDS else ANY)


def _by_signature(head: bytes) -> str | None:
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return None
    # The surest first, as puremagic sorts them.
    return next((NAMES[match.mime_type] for match in matches if match.mime_type in NAMES), None)


def _is_text(head: bytes) -> bool:
    if head.translate(None, CONTROLS) != head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        # The head may end inside a character.
        return len(head) == HEAD_BYTES and error.start > HEAD_BYTES - 4
    return True
