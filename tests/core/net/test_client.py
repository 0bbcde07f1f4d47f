"""Requests to addresses that somebody typed in, made against a real server on this machine."""

import datetime
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from core.net import client, resolving
from core.net.refusals import Refused

HERE = [ip_network("127.0.0.1/32")]
PLAIN = ("http", "https")


class Server(ThreadingHTTPServer):
    """Answers as its `answers` say, by path, and notes what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.answers: dict[str, Callable[[Any], None]] = {}
        super().__init__(("127.0.0.1", 0), Handler)

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server
    timeout = 10

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append((self.command, self.path, headers, body))
        self.server.answers.get(self.path, lambda handler: handler.answer(200, b"ok"))(self)

    do_POST = do_GET

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    settings.OUTGOING_ALLOWED = HERE
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()


def why(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.why


def resolve_to(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Each question gets the next answer, and the last one again. What was asked."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, **_: object) -> list[Any]:
        asked.append(host)
        found = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(resolving, "getaddrinfo", getaddrinfo)
    return asked


def test_an_answer_comes_with_its_status_headers_and_body(server: Server) -> None:
    server.answers["/push?a=1"] = lambda handler: handler.answer(201, b"stored", Retry_After="7")
    answer = client.send("POST", server.url("/push?a=1"), headers={"TTL": "60"}, body=b"sealed", schemes=PLAIN)
    assert (answer.status, answer.body, answer.headers["retry-after"]) == (201, b"stored", "7")
    ((method, path, headers, body),) = server.asked
    assert (method, path, headers["ttl"], headers["host"], body) == (
        "POST", "/push?a=1", "60", f"127.0.0.1:{server.server_port}", b"sealed",
    )  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "http://push.example/", "ftp://push.example/", "file:///etc/passwd", "//push.example/", "push.example", "",
        "https://", "https:///a", "https://user@push.example/", "https://a:b@push.example/", "https://push.example:0/",
        "https://push.example:99999/", "https://push.example:a/", "https://push.example/a b", "https://push.example/\n",
        "https://push.example\\@127.0.0.1/", "https://プッシュ.example/", "https://[::1/", "https://push.example/" + "a" * 5000,
        "javascript:alert(1)", "https://push.example/\u202e",
    ],
)  # fmt: skip
def test_what_is_no_url_of_a_service(url: str) -> None:
    assert why(lambda: client.send("POST", url)) == "url"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]", "[fe80::1]"]
)
def test_an_address_inside_is_never_asked(host: str, settings: Settings) -> None:
    settings.OUTGOING_ALLOWED = []
    assert why(lambda: client.send("POST", f"https://{host}/")) == "not_public"
    assert why(lambda: client.check(f"https://{host}/")) == "not_public"


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["10.0.0.1", "93.184.216.34"]])
def test_a_name_that_leads_inside_as_well(
    answers: list[str], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.OUTGOING_ALLOWED = []
    resolve_to(monkeypatch, answers)
    assert why(lambda: client.send("POST", "https://push.example/")) == "not_public"


def test_a_name_is_asked_for_once(server: Server, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """A second answer would lead elsewhere, as that of somebody who rebinds a name."""
    asked = resolve_to(monkeypatch, ["127.0.0.1"], ["10.0.0.1"])
    answer = client.send("GET", f"http://push.example:{server.server_port}/", schemes=PLAIN)
    assert (answer.status, asked) == (200, ["push.example"])
    assert server.asked[0][2]["host"] == f"push.example:{server.server_port}"


def test_a_name_without_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(resolving, "getaddrinfo", getaddrinfo)
    assert why(lambda: client.check("https://push.example/")) == "unresolved"


def test_a_resolver_that_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()
    monkeypatch.setattr(resolving, "getaddrinfo", lambda *_, **__: done.wait(20) and [])
    try:
        assert why(lambda: client.check("https://push.example/", seconds=0.1)) == "late"
    finally:
        done.set()


def test_proxies_of_the_environment_are_not_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    assert client.send("GET", server.url(), schemes=PLAIN).status == 200


class TestRedirects:
    def test_one_is_the_answer_where_none_is_followed(self, server: Server) -> None:
        server.answers["/a"] = lambda handler: handler.answer(307, Location="/b")
        assert client.send("GET", server.url("/a"), schemes=PLAIN).status == 307
        assert len(server.asked) == 1

    def test_each_is_a_new_target(self, server: Server) -> None:
        inside = "http://10.0.0.1/latest/meta-data/"
        server.answers["/a"] = lambda handler: handler.answer(302, Location="/b")
        server.answers["/b"] = lambda handler: handler.answer(302, Location=inside)
        assert why(lambda: client.send("GET", server.url("/a"), schemes=PLAIN, redirects=3)) == "not_public"

    @pytest.mark.parametrize(
        "to", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://a@127.0.0.1/", "http://127.1/"]
    )
    def test_nor_does_one_lead_to_what_is_no_target(self, server: Server, to: str) -> None:
        server.answers["/a"] = lambda handler: handler.answer(302, Location=to)
        assert why(lambda: client.send("GET", server.url("/a"), schemes=PLAIN, redirects=3)) in ("url", "host")

    def test_too_many(self, server: Server) -> None:
        server.answers["/a"] = lambda handler: handler.answer(302, Location="/a")
        assert why(lambda: client.send("GET", server.url("/a"), schemes=PLAIN, redirects=3)) == "too_many_redirects"
        assert len(server.asked) == 4

    def test_secrets_are_for_their_own_target(self, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        resolve_to(monkeypatch, ["127.0.0.1"])
        other = f"http://other.example:{server.server_port}/b"
        server.answers["/a"] = lambda handler: handler.answer(302, Location=other)
        sent = {"Authorization": "secret", "X-Kind": "link"}
        client.send("GET", server.url("/a"), headers=sent, schemes=PLAIN, redirects=1)
        assert "authorization" in server.asked[0][2]
        assert "authorization" not in server.asked[1][2]
        assert server.asked[1][2]["x-kind"] == "link"

    def test_a_303_is_read_and_not_sent_again(self, server: Server) -> None:
        server.answers["/a"] = lambda handler: handler.answer(303, Location="/b")
        client.send("POST", server.url("/a"), body=b"once", schemes=PLAIN, redirects=1)
        assert [(asked[0], asked[3]) for asked in server.asked] == [("POST", b"once"), ("GET", b"")]


class TestBounds:
    def test_a_large_answer(self, server: Server) -> None:
        server.answers["/"] = lambda handler: handler.answer(200, b"a" * 2000)
        assert why(lambda: client.send("GET", server.url(), schemes=PLAIN, most_bytes=1000)) == "too_large"
        assert len(client.send("GET", server.url(), schemes=PLAIN, most_bytes=2000).body) == 2000

    def test_one_that_never_ends(self, server: Server) -> None:
        def forever(handler: Any) -> None:
            handler.send_response(200)
            handler.end_headers()
            try:
                while True:
                    handler.wfile.write(b"a" * 10_000)
            except OSError:
                pass

        server.answers["/"] = forever
        assert why(lambda: client.send("GET", server.url(), schemes=PLAIN)) == "too_large"

    @pytest.mark.parametrize("part", ["status", "headers", "body"])
    def test_one_byte_at_a_time(self, server: Server, part: str) -> None:
        """Each byte is in time; all of them are not."""
        begun = {"status": b"", "headers": b"HTTP/1.1 200 OK\r\nX: ", "body": b"HTTP/1.1 200 OK\r\n\r\n"}[part]
        stopped = threading.Event()

        def drip(handler: Any) -> None:
            handler.wfile.write(begun)
            try:
                while not stopped.wait(0.05):
                    handler.wfile.write(b"H")
            except OSError:
                pass

        server.answers["/"] = drip
        started = time.monotonic()
        try:
            assert why(lambda: client.send("GET", server.url(), schemes=PLAIN, seconds=0.5)) == "late"
        finally:
            stopped.set()
        assert time.monotonic() - started < 5

    def test_many_headers(self, server: Server) -> None:
        def flood(handler: Any) -> None:
            handler.wfile.write(
                b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: a\r\n" % each for each in range(5000)) + b"\r\n"
            )

        server.answers["/"] = flood
        assert why(lambda: client.send("GET", server.url(), schemes=PLAIN)) == "failed"

    def test_what_is_no_http(self, server: Server) -> None:
        server.answers["/"] = lambda handler: handler.wfile.write(b"220 mail.example ESMTP\r\n")
        assert why(lambda: client.send("GET", server.url(), schemes=PLAIN)) == "failed"

    def test_nobody_there(self, server: Server) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))  # and nobody listens
            url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
            assert why(lambda: client.send("GET", url, schemes=PLAIN)) == "failed"

    @pytest.mark.parametrize("header", ["a\r\nX-Injected: 1", "a\nb"])
    def test_a_header_stays_one(self, server: Server, header: str) -> None:
        assert why(lambda: client.send("GET", server.url(), headers={"X-Kind": header}, schemes=PLAIN)) == "failed"
        assert server.asked == []


class TestTls:
    @pytest.fixture
    def secure(self, server: Server, tmp_path: Path) -> tuple[Server, ssl.SSLContext]:
        """The server with a certificate for push.example, and who trusts it."""
        certificate, key = self_signed("push.example", tmp_path)
        theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        theirs.load_cert_chain(certificate, key)
        server.socket = theirs.wrap_socket(server.socket, server_side=True)
        return server, ssl.create_default_context(cafile=str(certificate))

    def test_the_name_is_that_of_the_url(
        self, secure: tuple[Server, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        server, context = secure
        resolve_to(monkeypatch, ["127.0.0.1"])
        url = f"https://push.example:{server.server_port}/"
        assert client.send("GET", url, context=context).status == 200
        other = f"https://other.example:{server.server_port}/"
        assert why(lambda: client.send("GET", other, context=context)) == "failed"

    def test_who_is_not_trusted(self, secure: tuple[Server, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch) -> None:
        resolve_to(monkeypatch, ["127.0.0.1"])
        assert why(lambda: client.send("GET", f"https://push.example:{secure[0].server_port}/")) == "failed"


def self_signed(name: str, folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files
