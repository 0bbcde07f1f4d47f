"""Read what a client sends after the server's close frame. It may be much and must cost little, so only the client's
own close frame is looked for."""

from realtime.frames import CLOSE, Header
from realtime.limits import MOST_BYTES_AFTER_CLOSE, MOST_FRAMES_AFTER_CLOSE


class AfterClose:
    """`unfinished`: the missing bytes of a frame that began before the close."""

    def __init__(self, unfinished: int = 0) -> None:
        self._unfinished = unfinished
        self._frames = self._bytes = 0

    @property
    def gave_up(self) -> bool:
        """Whether the client sent too many frames to look through."""
        return self._frames > MOST_FRAMES_AFTER_CLOSE

    @property
    def too_much(self) -> bool:
        return self._bytes > MOST_BYTES_AFTER_CLOSE

    def rest(self, data: bytes) -> bytes:
        """The bytes still to be read: from a close frame on, or the beginning of a header that is not whole."""
        at = len(data) if self.gave_up else self._pass_over(data)
        self._bytes += at
        return data[at:]

    def _pass_over(self, data: bytes) -> int:
        at = min(self._unfinished, len(data))
        self._unfinished -= at
        while not self._unfinished and (header := Header.read(data, at)) and header.opcode != CLOSE:
            end = at + header.size
            at = min(end, len(data))
            self._unfinished = end - at
            self._frames += 1
        return at


def is_close(data: bytes) -> bool:
    header = Header.read(data, 0)
    return header is not None and header.opcode == CLOSE
