"""One HTTP request: Daphne's, with bounds for its body and a check of its target."""

from http import HTTPStatus
from typing import Any

import msgspec
from daphne.http_protocol import WebRequest
from django.conf import settings

from core.http.response_headers import RAW
from core.problems import Problem
from realtime.private_attributes import resume_reading
from realtime.server.body import Body
from realtime.server.http import MEBIBYTE, TOO_MANY, Channel
from realtime.server.request_target import read_target
from realtime.server.upgrade import VERSION, BadUpgrade, read_upgrade

# Each piece of a body costs a turn of the parser, however small it is. A mebibyte in the smallest usual packets is
# 2,000 pieces.
MOST_PIECES = 8_192
# A streamed body has REQUEST_BODY_SECONDS for each of these steps: 9 KB a second by default.
STEP_BYTES = 512 * 1024
CODES = {400: "invalid", 500: "server_error", 503: "unavailable"}


class Request(WebRequest):
    """One HTTP request."""

    channel: Channel
    transport: Any
    uri: bytes
    received = pieces = 0
    # Of a streamed request.
    body: Body | None = None
    most_bytes: int | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        # Otherwise Twisted parses forms here, on the event loop: a mebibyte of empty fields stops all clients for half
        # a second.
        super().__init__(*args, **options, parsePOSTFormSubmission=False)

    def handleContentChunk(self, data: bytes) -> None:
        before, self.received = self.received, self.received + len(data)
        self.pieces += 1
        if self.received > (self.most_bytes or settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
            self.channel.refuse(Problem("too_large"))
        elif self.pieces > MOST_PIECES * (1 + self.received // MEBIBYTE):
            self.channel.refuse(Problem("invalid", "The body comes in too many pieces."))
        elif self.channel.is_refused:
            return
        elif self.body is None:
            super().handleContentChunk(data)
        else:
            self.body.add(data)
            if before // STEP_BYTES < self.received // STEP_BYTES:
                self.channel.await_body()

    def begin_stream(self, command: bytes, target: bytes, version: bytes, most_bytes: int) -> None:
        """Start the application before the body is there. It may answer before, and the rest is dropped then."""
        self.body, self.most_bytes = Body(self.channel.transport), most_bytes
        self.method, self.uri, self.clientproto = command, target, version
        self.path = target.partition(b"?")[0]
        self.process()

    def end_stream(self) -> None:
        """Tell the application of a streamed request that nothing more comes."""
        if self.body and not self.body.is_whole:
            self.body.put_nowait({"type": "http.disconnect"})

    def requestReceived(self, command: bytes, path: bytes, version: bytes) -> None:
        if self.body:
            self.body.finish()
        else:
            super().requestReceived(command, path, version)

    def handle_reply(self, message: dict[str, Any]) -> None:
        if self.channel is not None and self.channel.is_refused:
            return
        if message["type"] == "http.response.start" and self._is_early():
            message = {**message, "headers": [*message.get("headers", []), (b"connection", b"close")]}
        super().handle_reply(message)

    def finish(self) -> None:
        if self._is_early():
            self.channel.drop_rest()
        super().finish()

    def _is_early(self) -> bool:
        return self.body is not None and not self.body.is_whole

    def process(self) -> Any:
        factory = self.channel.factory
        headers = self.requestHeaders
        if self.body is None and headers.hasHeader(b"transfer-encoding"):
            # The body is whole now (RFC 9112 7.1.3). Django reads no further than this length.
            headers.removeHeader(b"transfer-encoding")
            headers.setRawHeaders(b"content-length", [str(self.received).encode()])
        if not self._take_target():
            self.channel.refuse(Problem("invalid", "The request's target names no host that the server understands."))
        elif settings.PROXIES and not factory.admits(
            self.transport, b",".join(headers.getRawHeaders(b"x-forwarded-for", []))
        ):
            self.channel.refuse(TOO_MANY)
        elif headers.getRawHeaders(b"upgrade", [b""])[0].lower() != b"websocket":
            return super().process()
        else:
            self._upgrade()
        return None

    def _take_target(self) -> bool:
        """Bring the target into origin form. Its host counts, whatever the header Host says."""
        target = read_target(self.uri)
        if target is None or (target.host and len(self.requestHeaders.getRawHeaders(b"host", [])) != 1):
            return False
        if target.host:
            self.requestHeaders.setRawHeaders(b"host", [target.host])
            self.uri, self.path = target.uri, target.uri.partition(b"?")[0]
        return True

    def handle_exception(self, exception: BaseException) -> None:
        if self._response_started:
            self.channel.transport.abortConnection()  # half an answer must not look like a whole one
        else:
            super().handle_exception(exception)

    def basic_error(self, status: int, status_text: bytes, body: str) -> None:
        """Write Daphne's own refusals in the shape of all other refusals."""
        problem = Problem(CODES.get(status, "server_error"), body)
        content = msgspec.json.encode(problem.body)
        headers = [*RAW, (b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
        self.handle_reply({"type": "http.response.start", "status": status, "headers": headers})
        self.handle_reply({"type": "http.response.body", "body": content})

    def _upgrade(self) -> None:
        try:
            opening = read_upgrade(self._written_out())
        except BadUpgrade as bad:
            version = [(b"sec-websocket-version", VERSION)] if bad.status == HTTPStatus.UPGRADE_REQUIRED else []
            self.channel.refuse(Problem("invalid", bad.reason), bad.status, version)
            return
        transport, self.transport = self.transport, None
        channel: Any = self.channel
        channel.factory.begin_socket(transport, opening)
        self.server.protocol_disconnected(self)
        resume_reading(channel)

    def _written_out(self) -> bytes:
        fields = [b"%s: %s\r\n" % (name, b",".join(values)) for name, values in self.requestHeaders.getAllRawHeaders()]
        return b"%s %s HTTP/1.1\r\n%s\r\n" % (self.method, self.uri, b"".join(fields))
