"""Against a server that speaks clamd's protocol."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.problems import Problem
from files import storage
from files.inspection import scanner
from files.models import File
from tests.files.inspection.pictures_made import PICTURES

Process = Callable[..., File]

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.StreamRequestHandler):
    """StreamMaxLength is 3 MB; a stream that says SLEEP gets no answer until the test is over."""

    received: list[bytes]
    over: threading.Event

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(self.rfile.read(4)):
            content += self.rfile.read(length)
            if len(content) > 3_000_000:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.received.append(content)
        if b"SLEEP" in content:
            self.over.wait(30)
        elif b"NONSENSE" in content:
            self.wfile.write(b"stream: who knows\0")
        elif b"HANGUP" not in content:
            self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")


@pytest.fixture(params=["tcp", "unix"])
def clamd(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[type[Clamd]]:
    class Handler(Clamd):
        received: list[bytes] = []
        over = threading.Event()

    path = tmp_path / "clamd.sock"
    server: socketserver.BaseServer
    if request.param == "tcp":
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
    else:
        server = socketserver.ThreadingUnixStreamServer(str(path), Handler)
        settings.CLAMD = str(path)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield Handler
    Handler.over.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_is_clean_is_delivered(processed: Process, clamd: type[Clamd]) -> None:
    content = PICTURES["image/png"]()
    assert processed(content, "photo").state == File.State.READY
    assert clamd.received == [content]
    assert processed(bytes(2_000_000), "file").state == File.State.READY


@pytest.mark.parametrize("kind", ["photo", "file"])
def test_what_is_infected_is_refused_before_anything_reads_it(
    processed: Process, clamd: type[Clamd], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("files.inspection.isolation.picture", lambda *_, **__: pytest.fail("was decoded"))
    monkeypatch.setattr(storage, "put", lambda *_: pytest.fail("was stored"))
    with pytest.raises(Problem, match="file_infected"):
        processed(PICTURES["image/png"]() + EICAR, kind)


@pytest.mark.parametrize("word", [b"NONSENSE", b"HANGUP", b"SLEEP"])
def test_without_an_answer_nothing_is_delivered(
    processed: Process, clamd: type[Clamd], monkeypatch: pytest.MonkeyPatch, word: bytes
) -> None:
    monkeypatch.setattr(scanner, "ANSWER_SECONDS", 0.3)
    with pytest.raises(Problem) as refusal:
        processed(word, "file")
    assert (refusal.value.code, refusal.value.status) == ("scanner_away", 503)


def test_more_than_the_scanner_takes(processed: Process, clamd: type[Clamd]) -> None:
    with pytest.raises(Problem, match="file_too_large"):
        processed(bytes(20_000_000), "file")


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock"])
def test_a_scanner_that_is_away(processed: Process, settings: Any, address: str) -> None:
    settings.CLAMD = address
    with pytest.raises(Problem, match="scanner_away"):
        processed(b"text", "file")
