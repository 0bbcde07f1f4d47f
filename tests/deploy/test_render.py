"""The configuration that deploy/nginx/render writes, in a real nginx before a worker that tells what reached it."""

import re
import shutil
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest

from lab.programs.nginx import RENDER, Nginx
from lab.servers.process import answers, free_port, wait_until
from tests.deploy.echo import Echo

SOMEBODY_ELSE = "203.0.113.7"
# What somebody may send who wants to be somebody else, somewhere else, or something else.
FORGED = {
    "X-Forwarded-For": SOMEBODY_ELSE,
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "4711",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Server": "evil.example",
    "X_Forwarded_For": SOMEBODY_ELSE,
    "Forwarded": f"for={SOMEBODY_ELSE};proto=https;host=evil.example",
    "X-Real-IP": SOMEBODY_ELSE,
    "X-Client-IP": SOMEBODY_ELSE,
    "X-Original-URL": "/evil",
    "X-Rewrite-URL": "/evil",
    "X-HTTP-Method-Override": "DELETE",
    "X-Script-Name": "/evil",
    "Script-Name": "/evil",
    "Daphne-Root-Path": "/evil",
    "Daphne_Root_Path": "/evil",
    "Remote-User": "hanako",
    "X-Remote-User": "hanako",
    "Proxy": "http://evil.example",
}


@pytest.fixture
def nginx(tmp_path: Path, echo: Echo) -> Iterator[Nginx]:
    with Nginx(tmp_path, [echo.port]) as server:
        yield server


def reached(nginx: Nginx, headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that a worker gets."""
    answer = httpx.get(f"http://127.0.0.1:{nginx.port}/", headers=headers)
    assert answer.status_code == 200
    arrived: dict[str, str] = answer.json()
    return arrived


class TestHeaders:
    def test_nothing_that_a_client_claims_arrives(self, nginx: Nginx) -> None:
        assert reached(nginx, FORGED) == reached(nginx, {})

    def test_the_worker_is_told_who_came_and_how(self, nginx: Nginx) -> None:
        arrived = reached(nginx, {})
        assert (arrived["x-forwarded-for"], arrived["x-forwarded-proto"]) == ("127.0.0.1", "http")
        assert arrived["host"] == f"127.0.0.1:{nginx.port}"

    @pytest.mark.parametrize(
        ("asked", "arrives"), [("websocket", "websocket"), ("WebSocket", "websocket"), ("h2c", None)]
    )
    def test_a_connection_becomes_a_websocket_and_nothing_else(
        self, nginx: Nginx, asked: str, arrives: str | None
    ) -> None:
        arrived = reached(nginx, {"Upgrade": asked, "Connection": "Upgrade, HTTP2-Settings"})
        assert arrived.get("upgrade") == arrives
        assert arrived["connection"] == ("upgrade" if arrives else "close")

    def test_what_the_worker_needs_arrives(self, nginx: Nginx) -> None:
        arrived = reached(nginx, {"Authorization": "Bearer x", "Cookie": "a=b", "Origin": "http://localhost"})
        assert (arrived["authorization"], arrived["cookie"], arrived["origin"]) == (
            "Bearer x",
            "a=b",
            "http://localhost",
        )


class TestBehindAnotherProxy:
    """One that is trusted says who the client is; the same words from anybody else mean nothing."""

    CLAIM = {"X-Forwarded-For": f"198.51.100.1, {SOMEBODY_ELSE}", "X-Forwarded-Proto": "https"}

    @pytest.mark.parametrize(
        ("trusted", "seen"),
        [("127.0.0.0/8", (SOMEBODY_ELSE, "https")), ("10.0.0.0/8 192.168.0.0/16", ("127.0.0.1", "http"))],
    )
    def test_is_believed_only_where_it_is_named(
        self, trusted: str, seen: tuple[str, str], tmp_path: Path, echo: Echo
    ) -> None:
        with Nginx(tmp_path, [echo.port], env={"TRUSTED_PROXIES": trusted}) as nginx:
            arrived = reached(nginx, self.CLAIM)
            assert (arrived["x-forwarded-for"], arrived["x-forwarded-proto"]) == seen
            wait_until(lambda: nginx.access_log.read_text().startswith(f"{seen[0]} ["), what="the line in the log")


@pytest.mark.parametrize(
    "path", ["/static/../secret", "/static../secret", "/static/%2e%2e/secret", "/static/..%2fsecret"]
)
def test_no_file_beside_the_static_ones_is_served(path: str, tmp_path: Path, echo: Echo) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "file").write_text("for everybody")
    (tmp_path / "secret").write_text("for nobody")
    with Nginx(tmp_path, [echo.port], env={"STATIC_ROOT": str(tmp_path / "static")}) as nginx:
        assert raw_get(nginx.port, "/static/file").endswith(b"for everybody")
        assert b"for nobody" not in raw_get(nginx.port, path)


def raw_get(port: int, path: str) -> bytes:
    """The whole answer. HTTP libraries would straighten the path out."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))


class TestRender:
    def test_says_what_it_takes(self) -> None:
        done = subprocess.run([RENDER], capture_output=True, text=True)
        assert done.returncode != 0
        assert "deploy/nginx/render FOLDER" in done.stderr

    def test_a_variable_nobody_knows_is_an_error(self, tmp_path: Path) -> None:
        templates = shutil.copytree(RENDER.parent, tmp_path / "templates")
        with (templates / "nginx.conf").open("a") as file:
            file.write("# ${NOBODY_KNOWS}\n")
        done = subprocess.run([templates / "render", tmp_path], capture_output=True, text=True)
        assert done.returncode != 0
        assert "NOBODY_KNOWS" in done.stderr

    def test_looks_a_name_up_again_where_it_has_a_resolver(self, tmp_path: Path) -> None:
        """Tested by its text alone: Debian's nginx is older than this."""
        variables = {"UPSTREAMS": "worker:8000", "RESOLVER": "127.0.0.11"}
        subprocess.run([RENDER, tmp_path], env=variables | {"PATH": "/usr/bin:/bin"}, check=True)
        upstream = (tmp_path / "irori.conf").read_text().split("upstream irori {")[1].split("}")[0]
        assert "resolver 127.0.0.11 valid=2s ipv6=off;" in upstream
        assert "server worker:8000 resolve max_fails=1 fail_timeout=2s;" in upstream
        sockets = (tmp_path / "irori.conf").read_text().split("upstream irori_sockets {")[1].split("}")[0]
        assert "server worker:8000 resolve max_fails=0;" in sockets

    def test_by_itself_it_is_what_nginx_understands(self, tmp_path: Path) -> None:
        """With no variable set, as somebody types it who follows the guide."""
        subprocess.run([RENDER, tmp_path], env={"PATH": "/usr/bin:/bin"}, check=True)
        text = (tmp_path / "irori.conf").read_text()
        assert "listen 80;" in text
        assert "listen [::]:80;" in text
        assert text.count("server 127.0.0.1:800") == 2 * 4  # for calls, and for sockets
        assert not re.search(r"\$\{[A-Z]", text)


@pytest.mark.timed
def test_a_worker_that_is_gone_is_passed_over_at_once(tmp_path: Path, echo: Echo) -> None:
    gone = free_port()
    with Nginx(tmp_path, [gone, echo.port]) as nginx:
        assert not answers(gone)
        times = [httpx.get(f"http://127.0.0.1:{nginx.port}/").elapsed.total_seconds() for _ in range(6)]
        assert max(times) < 1
        detour = f"127.0.0.1:{gone}, 127.0.0.1:{echo.port}"
        wait_until(lambda: detour in nginx.access_log.read_text(), what="the detour in the log")


class TestLimits:
    """Of one address: calls a second, calls at once. Behind a trusted proxy it is the client's address that counts."""

    FEW: ClassVar = {"CALLS_PER_SECOND": "1", "CALLS_IN_A_BURST": "5", "TRUSTED_PROXIES": "127.0.0.0/8"}

    def answers(self, nginx: Nginx, path: str, address: str, calls: int) -> list[httpx.Response]:
        with httpx.Client(base_url=f"http://127.0.0.1:{nginx.port}", headers={"X-Forwarded-For": address}) as client:
            return [client.get(path) for _ in range(calls)]

    def statuses(self, *args: Any) -> Counter[int]:
        return Counter(answer.status_code for answer in self.answers(*args))

    @pytest.mark.parametrize("path", ["/", "/api/me/", "/ws/chat/", "/healthz"])
    @pytest.mark.parametrize(
        ("first", "same", "other"),
        [("203.0.113.7", "203.0.113.7", "203.0.113.8"), ("2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1")],
        ids=["IPv4", "IPv6"],
    )
    def test_calls(self, tmp_path: Path, echo: Echo, path: str, first: str, same: str, other: str) -> None:
        with Nginx(tmp_path, [echo.port], env=self.FEW) as nginx:
            refused = [answer for answer in self.answers(nginx, path, first, 50) if answer.status_code == 429][-1]
            assert self.statuses(nginx, path, same, 20)[429] >= 5
            assert self.statuses(nginx, path, other, 5) == {200: 5}
            assert (refused.json()["code"], refused.headers["Retry-After"]) == ("rate_limited", "5")

    def test_an_office_behind_one_address(self, tmp_path: Path, echo: Echo) -> None:
        """500 people open it within seconds, each with three calls, and nothing has been set."""
        with Nginx(tmp_path, [echo.port]) as nginx:
            assert self.statuses(nginx, "/api/site/", "127.0.0.1", 1_500) == {200: 1_500}

    def test_calls_at_once(self, tmp_path: Path, echo: Echo) -> None:
        """Bodies that come byte by byte are so many; and they reach no worker."""
        with Nginx(tmp_path, [echo.port], env={"CALLS_AT_ONCE": "5"}) as nginx, ExitStack() as opened:
            for _ in range(5):
                slow = opened.enter_context(socket.create_connection(("127.0.0.1", nginx.port)))
                slow.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx")
            url = f"http://127.0.0.1:{nginx.port}/"
            wait_until(lambda: httpx.get(url).status_code == 429, what="nginx to have read the heads")
            elsewhere = httpx.HTTPTransport(local_address="127.0.0.9")
            with httpx.Client(transport=elsewhere) as client:
                assert client.get(url).status_code == 200


class TestLog:
    def test_a_line_is_short_whatever_is_asked_for(self, nginx: Nginx) -> None:
        for path in ("/" + "x" * 7_000, "/%0a%0d" * 1_000, "/?" + "q" * 7_000, "/" + "%F0%9F%94%A5" * 500):
            httpx.get(f"http://127.0.0.1:{nginx.port}{path}", headers={"User-Agent": "agent" * 1_000})
        with socket.create_connection(("127.0.0.1", nginx.port)) as connection:
            connection.sendall(b"M" * 7_000 + b" / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            connection.recv(1024)
        nginx.stop()
        lines = nginx.access_log.read_text().splitlines()
        assert len(lines) == 5
        # A byte that is no letter is written as four.
        assert max(map(len, lines)) < 1_300
        assert "client" not in nginx.error_log.read_text()

    def test_what_is_refused_is_in_no_error_log(self, tmp_path: Path, echo: Echo) -> None:
        with Nginx(tmp_path, [echo.port], env=TestLimits.FEW) as nginx:
            for _ in range(20):
                httpx.get(f"http://127.0.0.1:{nginx.port}/api/me/?secret=1")
            httpx.post(f"http://127.0.0.1:{nginx.port}/?secret=1", content=b"x" * 1_100_000)
        assert "secret" not in nginx.error_log.read_text() + nginx.access_log.read_text() + nginx.log
