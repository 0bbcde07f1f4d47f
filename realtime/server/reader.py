"""Reading from one client: frames one by one, bounded in number, bytes, fragments and time."""

import asyncio
import time
from typing import Any

from daphne.ws_protocol import WebSocketProtocol

from realtime import private_attributes
from realtime.close_codes import TOO_SLOW
from realtime.frames import CLOSE, CONTINUATION, whole_text
from realtime.limits import FLOODED, FRAME_SECONDS, MOST_FRAGMENTS, SMALL_READ_BYTES, Allowance
from realtime.server.after_close import AfterClose, is_close

private_attributes.silence_autobahn()

# Reasons to read nothing from a client for a while.
CONNECTING, BYTES, FLOOD = "connecting", "bytes", "flood"


class FrameReader(WebSocketProtocol):
    """Autobahn's protocol reads frames; this one asks it only where a frame is not a plain, whole text."""

    data: bytes
    current_frame: Any
    reasons_to_wait: set[str]
    # The person's, once the application has said who it is; before that no frame is read.
    allowance: Allowance | None = None
    flooded = False
    fragments = 0
    # When the frame or message began that is not whole yet.
    unfinished_since: float | None = None
    after_close: AfterClose | None = None

    def cut_off(self, code: int, reason: str) -> None:
        """Close without asking the application."""
        raise NotImplementedError

    def count_by(self, allowance: Allowance) -> None:
        """Count the frames of this socket, from the first on, for a person."""
        self.allowance = allowance

    def dataReceived(self, data: bytes) -> None:
        if self.state == self.STATE_CLOSED:
            return
        self.data += data
        self.consumeData()
        if self.state == self.STATE_OPEN and self.allowance is not None:
            self._spend(self.allowance, len(data))

    def _spend(self, allowance: Allowance, size: int) -> None:
        """What a read has cost beside its frames."""
        if pause := allowance.bytes.spend(size):
            # The person has to wait: TCP tells their clients.
            self.wait(BYTES)
            asyncio.get_event_loop().call_later(pause, self.go_on, BYTES)
        if not (self.data or self.current_frame is not None or self.inside_message):
            self.unfinished_since = None
            return
        if self.unfinished_since is None:
            self.unfinished_since = time.monotonic()
        if size < SMALL_READ_BYTES and not allowance.frames.take():
            self._flood("rate_limited")

    def processData(self) -> bool:
        """The next frame; whether there may be another. Autobahn's parser goes byte by byte through a state machine: it is asked where
        it has to be, which is hardly ever."""
        if self.state == self.STATE_CLOSING:
            return self._read_after_close()
        if self.flooded:
            return False
        plain = self.current_frame is None and not self.inside_message and self.state == self.STATE_OPEN
        frame = whole_text(self.data) if plain and self.autoPingTimeoutCall is None else None
        if frame is None:
            return bool(super().processData())
        payload, end = frame
        try:
            text = payload.decode()
        except UnicodeDecodeError:
            return bool(super().processData())  # closes with 1007
        if not self._count():
            return False
        self.data = self.data[end:]
        self.unfinished_since = None
        self.last_ping = time.time()
        self.application_queue.put_nowait({"type": "websocket.receive", "text": text})
        return len(self.data) > 0

    def onFrameBegin(self) -> None:
        """Autobahn has read a frame's head: of whatever kind it is, it counts."""
        opcode = self.current_frame.opcode
        if opcode < CLOSE:
            self.fragments = self.fragments + 1 if opcode == CONTINUATION else 1
        if self.fragments > MOST_FRAGMENTS:
            self._flood("too_many_fragments")
        elif self._count():
            super().onFrameBegin()

    def onMessageEnd(self) -> None:
        self.unfinished_since = None
        super().onMessageEnd()

    def _count(self) -> bool:
        """One more frame. Whether it may be read."""
        if self.state == self.STATE_OPEN and self.allowance is not None and not self.allowance.frames.take():
            self._flood("rate_limited")
            return False
        return True

    def _flood(self, reason: str) -> None:
        """Read nothing more. The application closes, after it has answered what came before."""
        if not self.flooded:
            self.flooded = True
            self.wait(FLOOD)
            self.application_queue.put_nowait({"type": FLOODED, "reason": reason})

    def _read_after_close(self) -> bool:
        frame = self.current_frame
        if frame is not None and frame.opcode == CLOSE:
            return bool(super().processData())
        if self.after_close is None:
            self.after_close = AfterClose(frame.length - self.current_frame_masker.pointer() if frame else 0)
            self.current_frame, self.inside_message = None, False
        gave_up = self.after_close.gave_up
        self.data = self.after_close.rest(self.data)
        if is_close(self.data):
            return bool(super().processData())
        if self.after_close.too_much:
            self.dropConnection(abort=True)
        elif self.after_close.gave_up and not gave_up:
            # No answer is waited for any more. Cut off in both directions, the client would never read why (RFC 9112 9.6).
            self.transport.loseWriteConnection()
        return False

    def wait(self, reason: str) -> None:
        """Read nothing until this reason is gone, and every other."""
        if not self.reasons_to_wait:
            self.transport.pauseProducing()
        self.reasons_to_wait.add(reason)

    def go_on(self, reason: str) -> None:
        if reason in self.reasons_to_wait:
            self.reasons_to_wait.discard(reason)
            # How long it waited is not the client's fault.
            self.unfinished_since = None
            if not self.reasons_to_wait:
                self.transport.resumeProducing()

    def check_timeouts(self) -> None:
        super().check_timeouts()
        since = self.unfinished_since
        if since is not None and not self.reasons_to_wait and time.monotonic() - since > FRAME_SECONDS:
            self.cut_off(TOO_SLOW, "too_slow")
