"""nginx before a real site: addresses, logs, limits, static files."""

import base64
import gzip
import hashlib
import json
import socket
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import brotli
import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from core.problems import Problem
from lab.clients.person import PASSWORD, Json, Person
from lab.clients.socket import Chatter
from lab.programs.nginx import Nginx
from lab.servers.cluster import Cluster
from lab.servers.process import free_port, wait_until
from tests.deploy.conftest import SOCKETS_PER_ADDRESS

MEGABYTE = 1024 * 1024
JSON = {"Content-Type": "application/json"}
UNPACKED: dict[str | None, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


def refusal(answer: httpx.Response) -> tuple[int, Json]:
    assert answer.headers["Content-Type"] == "application/json"
    return answer.status_code, answer.json()


def expected(code: str, detail: str = "") -> tuple[int, Json]:
    problem = Problem(code, detail)
    return problem.status, {"code": code, "detail": problem.detail}


class TestAddress:
    def device(self, cluster: Cluster, address: str, **headers: str) -> Json:
        """The device that signs in from this address, as the page of devices shows it."""
        with httpx.Client(
            transport=httpx.HTTPTransport(local_address=address), base_url=f"{cluster.url}/api/", headers=headers
        ) as client:
            signed_in = client.post("session/", json={"username": "hanako", "password": PASSWORD}).raise_for_status()
            client.headers["Authorization"] = f"Bearer {signed_in.json()['access']}"
            devices: list[Json] = client.get("me/sessions/").json()["results"]
        return next(device for device in devices if device["current"])

    def test_of_a_device_is_the_clients_own(self, cluster: Cluster) -> None:
        assert self.device(cluster, "127.0.0.9")["address"] == "127.0.0.9"

    def test_is_not_what_a_client_says(self, cluster: Cluster) -> None:
        assert self.device(cluster, "127.0.0.9", **{"X-Forwarded-For": "203.0.113.7"})["address"] == "127.0.0.9"

    def test_is_what_is_counted_when_somebody_guesses(self, cluster: Cluster) -> None:
        """Another address in a header does not buy more tries, and one guesser does not lock others out."""
        guess = {"username": "nobody", "password": "guess"}
        guesser = httpx.HTTPTransport(local_address="127.0.0.66")
        with httpx.Client(transport=guesser, base_url=cluster.url) as client:
            statuses = [
                client.post("/api/token/", json=guess, headers={"X-Forwarded-For": f"203.0.113.{turn}"}).status_code
                for turn in range(40)
            ]
        assert statuses[-1] == 429
        assert cluster.client().post("/api/token/", json=guess).status_code == 401


class TestRootPath:
    def test_no_header_moves_the_site(self, cluster: Cluster) -> None:
        answer = cluster.client().get("/evil/healthz", headers={"Daphne-Root-Path": "/evil"})
        assert "<div id" in answer.text  # a page of the web app like any other address, not the worker's answer
        with pytest.raises(InvalidStatus) as refused:
            connect(f"{cluster.ws_url}/evil/ws/chat/", additional_headers={"Daphne-Root-Path": "/evil"})
        assert refused.value.response.status_code == 404


class TestLogs:
    def written(self, cluster: Cluster, act: Callable[[], object]) -> str:
        """Everything anybody wrote down while this was done."""
        seen = len(self.everything(cluster))
        act()
        cluster.client().get("/healthz").raise_for_status()
        wait_until(lambda: "GET /healthz" in self.everything(cluster)[seen:], what="nginx to write it down")
        return self.everything(cluster)[seen:]

    def everything(self, cluster: Cluster) -> str:
        files = (cluster.nginx.error_log, cluster.nginx.log_file, cluster.nginx.access_log)
        return cluster.log + "".join(file.read_text(errors="replace") for file in files)

    def test_hold_no_ticket(self, cluster: Cluster, kenji: Person) -> None:
        ticket = kenji.http.post("session/ticket/").json()["ticket"]

        def open_a_socket() -> None:
            with Chatter(kenji, path=f"/ws/chat/?ticket={ticket}", subprotocols=None):
                pass

        log = self.written(cluster, open_a_socket)
        assert "GET /ws/chat/ HTTP/1.1" in log
        assert ticket not in log

    def test_hold_no_token(self, cluster: Cluster, kenji: Person) -> None:
        def be_somebody() -> None:
            kenji.http.get("me/").raise_for_status()
            with Chatter(kenji):
                pass

        log = self.written(cluster, be_somebody)
        assert "GET /api/me/ HTTP/1.1" in log
        assert kenji.token not in log
        assert "Bearer" not in log
        assert "bearer" not in log

    def test_hold_no_ticket_when_no_worker_is_there_either(self, cluster: Cluster) -> None:
        """nginx' error log quotes whole requests."""
        folder = cluster.folder / "alone"
        with Nginx(folder, [free_port()]) as nginx, pytest.raises(InvalidStatus):
            connect(f"ws://127.0.0.1:{nginx.port}/ws/chat/?ticket=a-ticket-to-keep")
        # nginx has ended, so it has written down what it had to.
        logs = nginx.access_log.read_text() + nginx.error_log.read_text() + nginx.log
        assert "GET /ws/chat/ HTTP/1.1" in logs
        assert "a-ticket-to-keep" not in logs

    def test_name_the_client_and_the_worker(self, cluster: Cluster) -> None:
        log = self.written(cluster, lambda: cluster.client().get("/api/nothing/?q=hidden"))
        line = next(line for line in log.splitlines() if "/api/nothing/" in line and "upstream" in line)
        assert line.startswith("127.0.0.1 [")
        assert any(f"upstream=127.0.0.1:{port}/404" in line for port in cluster.worker_ports)
        assert "hidden" not in line


class TestLimits:
    def test_a_body_that_is_too_large_is_refused_in_our_words(self, cluster: Cluster) -> None:
        answer = cluster.client().post("/api/token/", content=b"x" * (MEGABYTE + 1))
        assert refusal(answer) == expected("too_large")

    def test_also_without_a_length(self, cluster: Cluster) -> None:
        pieces = (b"x" * 65536 for _ in range(17))
        assert refusal(cluster.client().post("/api/token/", content=pieces)) == expected("too_large")

    def test_as_much_as_the_site_takes_arrives(self, cluster: Cluster) -> None:
        answer = cluster.client().post("/api/token/", content=b" " * MEGABYTE, headers=JSON)
        assert refusal(answer)[1]["code"] == "invalid_json"

    def test_one_address_has_so_many_sockets(self, cluster: Cluster, kenji: Person) -> None:
        options: dict[str, Any] = {"subprotocols": ["chat.v1", f"bearer.{kenji.token}"]}
        with ExitStack() as sockets:
            for _ in range(SOCKETS_PER_ADDRESS):
                sockets.enter_context(connect(f"{cluster.ws_url}/ws/chat/", **options))
            with pytest.raises(InvalidStatus) as refused:
                connect(f"{cluster.ws_url}/ws/chat/", **options)
            response = refused.value.response
            assert response.status_code == 429
            assert json.loads(response.body or b"")["code"] == "rate_limited"
            assert int(response.headers["Retry-After"]) > 0
            elsewhere = socket.create_connection(("127.0.0.1", cluster.port), source_address=("127.0.0.77", 0))
            sockets.enter_context(connect(f"{cluster.ws_url}/ws/chat/", sock=elsewhere, **options))

    def test_with_no_worker_there_it_says_to_try_again(self, cluster: Cluster) -> None:
        with Nginx(cluster.folder / "deserted", [free_port()]) as nginx:
            call = httpx.get(f"http://127.0.0.1:{nginx.port}/api/me/")
            page = httpx.get(f"http://127.0.0.1:{nginx.port}/rooms/1")
        status, body = refusal(call)
        assert (status, body["code"]) == (503, "unavailable")
        assert int(call.headers["Retry-After"]) > 0
        assert page.status_code == 503
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "再起動" in page.text


class TestHeaders:
    """The same whoever answers: a worker, or nginx in its place."""

    STRICT = (
        "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy",
        "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
    )  # fmt: skip

    def expect_strict(self, answer: httpx.Response) -> None:
        for name in self.STRICT:
            assert len(answer.headers.get_list(name)) == 1, (name, answer.request.url)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe-eval" not in answer.headers["Content-Security-Policy"]

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [
            ("GET", "/static/app/favicon.svg", 200), ("GET", "/static/irori/admin.css", 200), ("GET", "/static/nothing", 404),
            ("POST", "/static/irori/admin.css", 405), ("GET", "/static/", 404), ("GET", "/", 200), ("GET", "/api/me/", 401),
            ("GET", "/api/docs/", 200), ("GET", "/admin/login/", 200), ("GET", "/healthz", 200), ("GET", "/api/site/", 200),
        ],
    )  # fmt: skip
    def test_each_once(self, cluster: Cluster, method: str, path: str, status: int) -> None:
        answer = cluster.client().request(method, path)
        assert answer.status_code == status
        self.expect_strict(answer)
        if status >= 400:
            assert (refusal(answer)[1]["code"], answer.headers["Cache-Control"]) == (
                {404: "not_found", 405: "method_not_allowed", 401: "not_authenticated"}[status],
                "no-store",
            )

    @pytest.mark.parametrize("accepted", ["br", "gzip"])
    def test_of_small_files(self, cluster: Cluster, accepted: str) -> None:
        self.expect_strict(cluster.client().get("/static/irori/admin.css", headers={"Accept-Encoding": accepted}))

    def test_of_what_nginx_refuses(self, cluster: Cluster) -> None:
        with Nginx(cluster.folder / "refusing", [free_port()]) as nginx:
            for path, status in (("/api/me/", 503), ("/", 503), ("/?" + "x" * 9000, 400)):
                answer = httpx.get(f"http://127.0.0.1:{nginx.port}{path}")
                assert (answer.status_code, answer.headers["Cache-Control"]) == (status, "no-store")
                self.expect_strict(answer)
            answer = httpx.post(f"http://127.0.0.1:{nginx.port}/", content=b"x" * (MEGABYTE + 1))
            assert refusal(answer) == expected("too_large")
            self.expect_strict(answer)

    def test_the_page_that_says_to_wait_shows_its_own_style_alone(self, cluster: Cluster) -> None:
        with Nginx(cluster.folder / "waiting", [free_port()]) as nginx:
            page = httpx.get(f"http://127.0.0.1:{nginx.port}/")
        style = page.text.split("<style>")[1].split("</style>")[0].encode()
        digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
        assert f"style-src 'sha256-{digest}'" in page.headers["Content-Security-Policy"]


class TestStaticFiles:
    def asset(self, cluster: Cluster) -> str:
        page = cluster.client().get("/").text
        return next(part for part in page.split('"') if part.startswith("/static/app/assets/") and part.endswith(".js"))

    def test_nginx_serves_them_itself_and_for_ever(self, cluster: Cluster) -> None:
        answer = cluster.client().get(self.asset(cluster), headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Content-Type"] == "application/javascript"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Server"] == "nginx"

    @pytest.mark.parametrize(
        ("accepted", "encoding"),
        [
            ("gzip, deflate, br, zstd", "br"),
            ("br;q=0.5", "br"),
            ("gzip, br;q=0", "gzip"),
            ("gzip, vibr", "gzip"),
            ("identity", None),
        ],
    )
    def test_they_come_as_small_as_the_browser_takes_them(
        self, cluster: Cluster, accepted: str, encoding: str | None
    ) -> None:
        plain = cluster.client().get(self.asset(cluster), headers={"Accept-Encoding": "identity"}).content
        with httpx.stream(
            "GET", f"{cluster.url}{self.asset(cluster)}", headers={"Accept-Encoding": accepted}
        ) as answer:
            sent = b"".join(answer.iter_raw())
        assert answer.headers.get("Content-Encoding") == encoding
        assert UNPACKED[encoding](sent) == plain
        assert answer.headers["Content-Type"] == "application/javascript"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert encoding is None or answer.headers["Vary"] == "Accept-Encoding"

    def test_styles_are_styles(self, cluster: Cluster) -> None:
        page = cluster.client().get("/").text
        styles = next(part for part in page.split('"') if part.endswith(".css"))
        answer = cluster.client().get(styles, headers={"Accept-Encoding": "br"})
        assert (answer.headers["Content-Type"], answer.headers["Content-Encoding"]) == ("text/css", "br")

    def test_the_small_ones_have_no_address_of_their_own(self, cluster: Cluster) -> None:
        asset = self.asset(cluster).removeprefix("/static/")
        assert cluster.client().get(f"/brotli/{asset}").status_code == 404

    def test_one_without_its_content_in_its_name_is_asked_for_again(self, cluster: Cluster) -> None:
        answer = cluster.client().get("/static/app/favicon.svg")
        assert answer.headers["Cache-Control"] == "public, max-age=3600"

    def test_what_is_not_there_is_no_page(self, cluster: Cluster) -> None:
        assert cluster.client().get("/static/nothing.js").status_code == 404
