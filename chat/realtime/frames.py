"""WebSocket frames as bytes (RFC 6455 5.2): the plain ones, which are nearly all there are."""

TEXT = 0x81  # final, no extension, opcode 1
MASKED = 0x80


def framed(text: bytes) -> bytes:
    """A text as one unfragmented frame from a server, which masks nothing."""
    length = len(text)
    if length < 126:
        return bytes((TEXT, length)) + text
    if length < 65536:
        return b"\x81\x7e" + length.to_bytes(2, "big") + text
    return b"\x81\x7f" + length.to_bytes(8, "big") + text


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
