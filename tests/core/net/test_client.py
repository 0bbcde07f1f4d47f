"""Requests to addresses that somebody typed in, made against a real server on this machine."""

import pytest
from pytest_django import Settings

from core.net import client
from tests.core.net.server import PLAIN, Server, resolve_to, why


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
        "javascript:alert(1)", "https://push.example/\u202e", "https://@push.example/", "https://:b@push.example/",
        "https://push.example:25/", "https://push.example:22/", "https://push.example/\t", " https://push.example/",
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
        "to",
        [
            "file:///etc/passwd",
            "gopher://127.0.0.1/",
            "http://a@127.0.0.1/",
            "http://127.1/",
            "http://[::1/",
            "http://127.0.0.1:25/",
        ],
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
