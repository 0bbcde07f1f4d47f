"""WebSocket frames as bytes (RFC 6455 5.2): the plain ones, which are nearly all there are."""

from typing import NamedTuple

TEXT = 0x81  # final, no extension, opcode 1
PONG = 0x8A
MASKED = 0x80

# Opcodes; CLOSE is the first of the control frames.
CONTINUATION, CLOSE = 0, 8


class Header(NamedTuple):
    opcode: int
    size: int  # of the whole frame

    @classmethod
    def read(cls, data: bytes, at: int) -> "Header | None":
        """Of the frame that begins there; None where the header is not whole. Whether the frame is allowed is not looked at."""
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
    """A text as one unfragmented frame from a server, which masks nothing."""
    length = len(text)
    if length < 126:
        return bytes((TEXT, length)) + text
    if length < 65536:
        return b"\x81\x7e" + length.to_bytes(2, "big") + text
    return b"\x81\x7f" + length.to_bytes(8, "big") + text


def pong(payload: bytes) -> bytes:
    """The answer to a ping, whose payload has at most 125 bytes."""
    return bytes((PONG, len(payload))) + payload


def whole_text(data: bytes) -> tuple[bytes, int] | None:
    """The text of a client's frame that lies whole at the beginning of `data`, and where the next frame begins.

    None for everything else (not yet whole, fragmented, binary, control, malformed): a full parser has to look at that.
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
    # Two long integers are the fastest way Python has to XOR bytes.
    key = data[start - 4 : start] * (length // 4 + 1)
    plain = int.from_bytes(data[start:end], "little") ^ int.from_bytes(key[:length], "little")
    return plain.to_bytes(length, "little"), end
