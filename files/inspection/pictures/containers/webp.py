"""WebP's chunks (RFC 9649 2)."""

from collections.abc import Iterator

from files.inspection.pictures.containers.frames import Frames, check_frames, check_size, slice_of
from files.inspection.pictures.request import Limits

FRAME_PARTS = (b"ALPH", b"VP8 ", b"VP8L")
# Of the flags of VP8X: the others promise a profile, EXIF and XMP, which are left out.
ALPHA_AND_ANIMATION = 0x12


def read(content: bytes, limits: Limits) -> Frames:
    """Raises Damaged and TooLarge. The size of a still picture is left to the decoder, which reads it first."""
    kept: list[bytes] = []
    width = height = count = 0
    body = slice_of(content, 8, int.from_bytes(slice_of(content, 4, 4), "little"))
    for name, payload in _chunks(body[4:]):
        if name == b"VP8X":
            flags, width, height = _canvas(payload)
            check_size(width, height, limits)
            kept.append(_chunk(name, bytes([flags & ALPHA_AND_ANIMATION, 0, 0, 0]) + payload[4:10]))
        elif name == b"ANMF":
            count += 1
            check_frames(width, height, count, limits)
            parts = (_chunk(part, inner) for part, inner in _chunks(payload[16:]) if part in FRAME_PARTS)
            kept.append(_chunk(name, payload[:16] + b"".join(parts)))
        elif name in (b"ANIM", *FRAME_PARTS):
            kept.append(_chunk(name, payload))
    clean = b"WEBP" + b"".join(kept)
    return Frames(max(1, count), b"RIFF" + len(clean).to_bytes(4, "little") + clean)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(content):
        head = slice_of(content, at, 8)
        length = int.from_bytes(head[4:], "little")
        yield head[:4], slice_of(content, at + 8, length)
        at += 8 + length + length % 2


def _chunk(name: bytes, payload: bytes) -> bytes:
    return name + len(payload).to_bytes(4, "little") + payload + b"\0" * (len(payload) % 2)


def _canvas(payload: bytes) -> tuple[int, int, int]:
    fields = slice_of(payload, 0, 10)
    return fields[0], 1 + int.from_bytes(fields[4:7], "little"), 1 + int.from_bytes(fields[7:10], "little")
