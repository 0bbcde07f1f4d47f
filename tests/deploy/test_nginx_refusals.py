"""What nginx refuses in a worker's place, in the site's words and with its headers."""

import base64
import hashlib
import json
import socket
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from core.problems import Problem
from lab.clients.person import Json, Person
from lab.programs.nginx import Nginx
from lab.servers.cluster import Cluster
from lab.servers.process import free_port
from tests.deploy.conftest import SOCKETS_PER_ADDRESS

MEGABYTE = 1024 * 1024
JSON = {"Content-Type": "application/json"}


def refusal(answer: httpx.Response) -> tuple[int, Json]:
    assert answer.headers["Content-Type"] == "application/json"
    return answer.status_code, answer.json()


def expected(code: str, detail: str = "") -> tuple[int, Json]:
    problem = Problem(code, detail)
    return problem.status, {"code": code, "detail": problem.detail}


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

    def test_a_form_that_is_too_large_is_refused_as_a_page(self, cluster: Cluster) -> None:
        asks = {"Accept": "text/html,application/xhtml+xml"}
        answer = cluster.client().post("/admin/chat/room/add/", content=b"x" * (MEGABYTE + 1), headers=asks)
        assert (answer.status_code, answer.headers["Content-Type"]) == (413, "text/html; charset=utf-8")
        assert "choose a smaller file" in answer.text
        assert "小さいファイル" in answer.text
        self.expect_strict(answer)
        call = cluster.client().post("/api/token/", content=b"x" * (MEGABYTE + 1), headers=asks)
        assert refusal(call) == expected("too_large")

    @pytest.mark.parametrize("size", [0, MEGABYTE + 1])
    def test_a_page_of_its_own_shows_its_own_style_alone(self, cluster: Cluster, size: int) -> None:
        with Nginx(cluster.folder / f"waiting-{size}", [free_port()]) as nginx:
            address = f"http://127.0.0.1:{nginx.port}/"
            page = httpx.post(address, content=b"x" * size, headers={"Accept": "text/html"})
        assert page.status_code == (413 if size else 503)
        style = page.text.split("<style>")[1].split("</style>")[0].encode()
        digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
        assert f"style-src 'sha256-{digest}'" in page.headers["Content-Security-Policy"]
