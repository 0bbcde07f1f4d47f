"""The virus scanner of a site that has one: clamd, over its INSTREAM command (clamd(8))."""

import logging
import socket
from pathlib import Path

from django.conf import settings

from core.problems import Problem

logger = logging.getLogger(__name__)

CHUNK_BYTES = 64 * 1024
CONNECT_SECONDS = 5
# Between two signs of life; an archive of 100 MB takes long.
ANSWER_SECONDS = 60
MOST_ANSWER_BYTES = 4096


def scan(source: Path) -> None:
    """Nothing where no scanner is set, or it finds nothing.

    Raises Problem `file_infected`; `file_too_large` for more than the scanner takes; `scanner_away` where it gives no
    answer.
    """
    if not settings.CLAMD:
        return
    try:
        with _connected(settings.CLAMD) as clamd:
            answer = _ask(clamd, source)
    except OSError as error:
        logger.error("the virus scanner is away: %s", type(error).__name__)
        raise Problem("scanner_away") from None
    _judge(answer)


def _connected(address: str) -> socket.socket:
    """`host:port`, or the path of a socket."""
    if address.startswith("/"):
        clamd = socket.socket(socket.AF_UNIX)
        clamd.settimeout(CONNECT_SECONDS)
        try:
            clamd.connect(address)
        except OSError:
            clamd.close()
            raise
    else:
        host, _, port = address.rpartition(":")
        clamd = socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS)
    clamd.settimeout(ANSWER_SECONDS)
    return clamd


def _ask(clamd: socket.socket, source: Path) -> bytes:
    try:
        with source.open("rb") as content:
            clamd.sendall(b"zINSTREAM\0")
            while chunk := content.read(CHUNK_BYTES):
                clamd.sendall(len(chunk).to_bytes(4) + chunk)
        clamd.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        # It answers and hangs up as soon as there are too many bytes.
        pass
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < MOST_ANSWER_BYTES and (part := clamd.recv(1024)):
        answer += part
    return answer.rstrip(b"\0\n")


def _judge(answer: bytes) -> None:
    if answer == b"stream: OK":
        return
    if answer.endswith(b" FOUND"):
        logger.warning("the virus scanner found %s", answer[len("stream: ") : -len(" FOUND")].decode(errors="replace"))
        raise Problem("file_infected")
    if b"size limit exceeded" in answer:
        logger.error("a file is larger than StreamMaxLength of the virus scanner")
        raise Problem("file_too_large", "The file is larger than the virus scanner of this site takes.")
    logger.error("the virus scanner gave no answer that is known")
    raise Problem("scanner_away")
