"""GIF89a (www.w3.org/Graphics/GIF/spec-gif89a.txt)."""

from files.inspection.pictures.containers.frames import Frames, check_frames, check_size, slice_of
from files.inspection.pictures.request import Damaged, Limits

EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B
GRAPHIC_CONTROL, APPLICATION = 0xF9, 0xFF
# How often it plays: the one block of an application that is kept.
LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def read(content: bytes, limits: Limits) -> Frames:
    """Raises Damaged and TooLarge."""
    screen = slice_of(content, 6, 7)
    width, height = int.from_bytes(screen[:2], "little"), int.from_bytes(screen[2:4], "little")
    check_size(width, height, limits)
    at = 13 + _palette_length(screen[4])
    kept = [slice_of(content, 0, at)]
    count = 0
    # Some writers leave the trailer out.
    while at < len(content) and (kind := content[at]) != TRAILER:
        if kind == IMAGE:
            count += 1
            frame = slice_of(content, at, 10)
            _check_frame(frame, width, height, count, limits)
            end = _end_of_blocks(content, at + 11 + _palette_length(frame[9]))
            kept.append(content[at:end])
        elif kind == EXTENSION:
            end = _end_of_blocks(content, at + 2)
            kept.append(_clean_extension(content[at:end]))
        else:
            raise Damaged(f"no such block: {kind}")
        at = end
    if not count:
        raise Damaged("no frame")
    return Frames(count, b"".join(kept) + bytes([TRAILER]))


def _check_frame(frame: bytes, width: int, height: int, count: int, limits: Limits) -> None:
    """A frame may lie outside of the screen, and some decoders make the screen larger for it."""
    left, top, across, down = (int.from_bytes(frame[at : at + 2], "little") for at in (1, 3, 5, 7))
    width, height = max(width, left + across), max(height, top + down)
    check_size(width, height, limits)
    check_frames(width, height, count, limits)


def _palette_length(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _end_of_blocks(content: bytes, at: int) -> int:
    """Where the blocks end that begin here, each behind its length, the last one empty."""
    while length := slice_of(content, at, 1)[0]:
        at += 1 + length
    return at + 1


def _clean_extension(block: bytes) -> bytes:
    if block[1] == GRAPHIC_CONTROL:
        return block
    # 11 bytes of a name, then 1 and the count of loops in one block of 3 bytes.
    if block[1] == APPLICATION and block[3:14] in LOOPS and block[14:16] == b"\x03\x01":
        return block[:18] + b"\0"
    return b""
