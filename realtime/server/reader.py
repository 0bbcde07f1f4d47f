"""Read frames from one client, bounded in number, bytes, fragments and time."""

import asyncio
import time
from typing import Any, cast

from daphne.ws_protocol import WebSocketProtocol

from realtime import private_attributes
from realtime.close_codes import TOO_SLOW
from realtime.frames import CLOSE, CONTINUATION, whole_text
from realtime.limits import FLOODED, FRAME_SECONDS, MOST_FRAGMENTS, SMALL_READ_BYTES, Allowance
from realtime.server.after_close import AfterClose, is_close

private_attributes.silence_autobahn()

# Reasons for `wait`: read nothing from the client for a while.
CONNECTING, BYTES, FLOOD = "connecting", "bytes", "flood"


class FrameReader(WebSocketProtocol):
    """Read plain, whole text frames here, and leave all other frames to autobahn."""

    data: bytes
    current_frame: Any
    reasons_to_wait: set[str]
    # The person's allowance. The application sets it once it knows the person; before that no frame is read.
    allowance: Allowance | None = None
    flooded = False
    fragments = 0
    # The monotonic time at which the unfinished frame or message began.
    unfinished_since: float | None = None
    after_close: AfterClose | None = None
    failedByMe: bool
    reads_close = False

    def cut_off(self, code: int, reason: str) -> None:
        """Close without asking the application."""
        raise NotImplementedError

    def count_by(self, allowance: Allowance) -> None:
        """Count the frames of this socket, from the first one on, against a person's allowance."""
        self.allowance = allowance

    def dataReceived(self, data: bytes) -> None:
        if self.state == self.STATE_CLOSED:
            return
        self.data += data
        self.consumeData()
        if self.state == self.STATE_OPEN and self.allowance is not None:
            self._spend(self.allowance, len(data))

    def _spend(self, allowance: Allowance, size: int) -> None:
        """Charge the bytes of a read, and count a small read that leaves a frame unfinished."""
        if pause := allowance.bytes.spend(size):
            # TCP then slows all clients of this person down.
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
        """Read the next frame. Returns True when another may follow. Autobahn's parser is a state machine that reads
        byte by byte, so it gets only frames that are not plain text."""
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
        """Count the frame; control frames count too. A close frame is read also where none may follow: it is the last
        one. Autobahn calls this when it has read the frame's header."""
        opcode = self.current_frame.opcode
        if opcode < CLOSE:
            self.fragments = self.fragments + 1 if opcode == CONTINUATION else 1
        if self.fragments > MOST_FRAGMENTS:
            self._flood("too_many_fragments")
        elif opcode == CLOSE:
            if self.allowance is not None:
                self.allowance.frames.take()
            super().onFrameBegin()
        elif self._count():
            super().onFrameBegin()

    def onMessageEnd(self) -> None:
        self.unfinished_since = None
        super().onMessageEnd()

    def onCloseFrame(self, code: int | None, reasonRaw: bytes | None) -> bool | None:
        """Close the connection without a reset after a close frame that breaks the rules. Autobahn answers it, then
        takes it for the client's answer and resets: the client would lose what it has not read (RFC 6455 7.1.7)."""
        self.reads_close = True
        try:
            return cast(bool | None, super().onCloseFrame(code, reasonRaw))
        finally:
            self.reads_close = False

    def dropConnection(self, abort: bool = False) -> None:
        super().dropConnection(abort=abort and not (self.reads_close and self.failedByMe))

    def _count(self) -> bool:
        """Count one more frame. Returns False when it must not be read."""
        if self.state == self.STATE_OPEN and self.allowance is not None and not self.allowance.frames.take():
            self._flood("rate_limited")
            return False
        return True

    def _flood(self, reason: str) -> None:
        """Read nothing more. The application answers the frames before, and then closes the socket."""
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
            # The server waits for no close frame any more. It closes only its own direction: otherwise the client would
            # never read the reason (RFC 9112 9.6).
            self.transport.loseWriteConnection()
        return False

    def wait(self, reason: str) -> None:
        """Read nothing until this reason and every other reason is gone."""
        if not self.reasons_to_wait:
            self.transport.pauseProducing()
        self.reasons_to_wait.add(reason)

    def go_on(self, reason: str) -> None:
        if reason in self.reasons_to_wait:
            self.reasons_to_wait.discard(reason)
            # The pause must not count against the client's time.
            self.unfinished_since = None
            if not self.reasons_to_wait:
                self.transport.resumeProducing()

    def check_timeouts(self) -> None:
        super().check_timeouts()
        since = self.unfinished_since
        if since is not None and not self.reasons_to_wait and time.monotonic() - since > FRAME_SECONDS:
            self.cut_off(TOO_SLOW, "too_slow")
