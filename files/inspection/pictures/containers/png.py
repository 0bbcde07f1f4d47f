"""PNG's chunks (www.w3.org/TR/png-3), among them those of animations."""

from collections.abc import Iterator
from zlib import crc32

from files.inspection.pictures.containers.frames import Frames, check_frames, check_size, slice_of
from files.inspection.pictures.request import Damaged, Limits

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What is needed to show it, and none of what may tell where, when or by whom it was made.
PICTURE = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"acTL", b"fcTL", b"IDAT", b"fdAT", b"IEND")


def read(content: bytes, limits: Limits) -> Frames:
    """Raises Damaged and TooLarge."""
    kept = [SIGNATURE]
    width = height = count = 0
    for name, chunk in _chunks(content):
        if name == b"IHDR":
            width, height = int.from_bytes(chunk[8:12]), int.from_bytes(chunk[12:16])
            check_size(width, height, limits)
        elif name == b"fcTL":
            count += 1
            check_frames(width, height, count, limits)
        if name in PICTURE:
            kept.append(chunk)
    if not width:
        raise Damaged("no header")
    return Frames(max(1, count), b"".join(kept))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and bytes of each chunk, up to the last; what follows that is no part of the picture."""
    at, name = len(SIGNATURE), b""
    while name != b"IEND":
        length = int.from_bytes(slice_of(content, at, 4))
        chunk = slice_of(content, at, 12 + length)
        name = chunk[4:8]
        if crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:]):
            raise Damaged("wrong check sum")
        yield name, chunk
        at += len(chunk)
