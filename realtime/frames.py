"""WebSocket frames as bytes (RFC 6455 5.2). Nearly all frames are plain, and this module handles only those."""

from typing import NamedTuple

TEXT = 0x81  # final, no extension, opcode 1
PONG = 0x8A
MASKED = 0x80

# Opcodes; CLOSE is the first of the control frames.
CONTINUATION, CLOSE = 0, 8


class Header(NamedTuple):
    opcode: int
    size: int  # bytes of the whole frame

    @classmethod
    def read(cls, data: bytes, at: int) -> "Header | None":
        """The header of the frame that begins at `at`; None when the header is not whole. It does not check whether
        the frame is allowed."""
        if len(data) < at + 2:
            return None
        first, second = data[at], data[at + 1]
        length, size = second & 0x7F, 6 if second & MASKED else 2
        if length >= 126:
            more = 2 if length == 126 else 8
            if len(data) < at + 2 + more:
                return None
            length, size = int.from_bytes(data[at + 2 : at + 2 + more], "big"), size + more
        return cls(first & 0x0F, size + length)


def framed(text: bytes) -> bytes:
    """A text as one unfragmented, unmasked frame of a server."""
    length = len(text)
    if length < 126:
        return bytes((TEXT, length)) + text
    if length < 65536:
        return b"\x81\x7e" + length.to_bytes(2, "big") + text
    return b"\x81\x7f" + length.to_bytes(8, "big") + text


def pong(payload: bytes) -> bytes:
    """The answer to a ping. The payload has at most 125 bytes."""
    return bytes((PONG, len(payload))) + payload


def whole_text(data: bytes) -> tuple[bytes, int] | None:
    """The text of a client's frame that lies whole at the beginning of `data`, and the offset of the next frame.

    Returns None for everything else (not yet whole, fragmented, binary, control, malformed): a full parser has to read
    that.
    """
    if len(data) < 6 or data[0] != TEXT or data[1] < MASKED:
        return None
    length, start = data[1] - MASKED, 6
    if length >= 126:
        start, length = 8, int.from_bytes(data[2:4], "big") if length == 126 else 0
        if length < 126:
            return None
    end = start + length
    if len(data) < end:
        return None
    # Two long integers are Python's fastest way to XOR bytes.
    key = data[start - 4 : start] * (length // 4 + 1)
    plain = int.from_bytes(data[start:end], "little") ^ int.from_bytes(key[:length], "little")
    return plain.to_bytes(length, "little"), end
