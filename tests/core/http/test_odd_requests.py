"""Requests that no client of ours sends, to every address, over the wire: each is answered, none is a mistake of ours."""

import http.client
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.urls import get_resolver

from lab.clients.person import Person
from lab.servers.process import wait_until
from lab.servers.settings import PRODUCTION
from lab.servers.site import Site
from tests.support.routes import calls_of

PATHS = sorted({call.path.replace("{}", "1") for call in calls_of(get_resolver().url_patterns)})
PAGES = ["/", "/rooms/1", "/admin/", "/admin/login/", "/static/nothing.js", "/static/irori/admin.css", "/ws/chat/"]
LONG = "x" * 10_000
JSON = "application/json"

# Each with something for everybody who reads headers: Twisted, Daphne, Django, REST framework, WhiteNoise.
ODD_HEADERS: dict[str, dict[str, str]] = {
    "no such form": {"Accept": "image/png"},
    "a form that is no form": {"Accept": ";,=*/;q=nan, */" + ",".join(["a/b;q=x"] * 900)},
    "a form in a codec nobody knows": {"Accept": "*/*;x*=nothing''y"},
    "languages": {"Accept-Language": ",".join(f"x-{number};q=0.{number}" for number in range(900))},
    "one long language": {"Accept-Language": LONG},
    "encodings": {"Accept-Encoding": "br;q=nan, gzip;q=-1, *;q=" + LONG},
    "a part": {"Range": "bytes=5-2,-,abc-,0-99999999999999999999"},
    "the last bytes": {"Range": "bytes=-0"},
    "times that are none": {"If-Modified-Since": "yesterday", "If-Unmodified-Since": "99999999999999999999"},
    "a time before time": {"If-Modified-Since": "Mon, 99 Foo -001 99:99:99 +9999"},
    "marks": {"If-None-Match": '"' + "a,W/" * 2000, "If-Match": "*"},
    "cookies": {"Cookie": "a=" + "b" * 15_000},
    "many cookies": {"Cookie": ";".join(f"{number}={number}" for number in range(1500))},
    "cookies that are none": {"Cookie": 'sessionid="\\"; csrftoken=\x01; =; ;;; sessionid=' + LONG},
    "another method": {"X-HTTP-Method-Override": "DELETE", "X-Method-Override": "TRACE"},
    "a packed body": {"Content-Encoding": "gzip"},
    "tokens": {"Authorization": "Bearer " + LONG},
    "a token of nothing": {"Authorization": "Bearer"},
    "a token of three": {"Authorization": "Bearer a b"},
    "another scheme": {"Authorization": "Basic \x80\xff"},
    "other addresses": {"X-Forwarded-For": ",".join(["::1%nonsense"] * 900), "Forwarded": "for=;;;"},
    "another scheme in front": {"X-Forwarded-Proto": "https, ftp"},
    "where it comes from": {"Origin": "https://[::1", "Referer": "http://[/"},
    "what it wants instead": {"Upgrade": "h2c, websocket", "Connection": "Upgrade, HTTP2-Settings"},
}
ODD_TYPES = [
    "", "/", "json", "application/json; charset=nothing", "application/json; charset=rot13", "application/json; charset=idna",
    "application/json; charset=undefined", "application/json; charset=punycode", "application/json; x*=nothing''y",
    "application/json; charset*=\x80''", "multipart/form-data", "multipart/form-data; boundary=" + "b" * 5000,
    "multipart/form-data; boundary=\x80", "application/x-www-form-urlencoded; charset=utf-16", "text/html" + ";" * 10_000,
    'text/x; "' + ';"' * 5000, "application/" + LONG, "application/octet-stream",
]  # fmt: skip
ODD_BODIES = [
    b"",
    b"{}",
    b"\xff\xfe",
    b"a=%ff&a=%00&" * 50,
    b"--b\r\nContent-Disposition: form-data; name*=no''x\r\n\r\n1\r\n--b--",
]
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "G" * 1000]
QUERIES = [
    "?format=x",
    "?format=api",
    "?format=json",
    "?format=html",
    "?format=%00",
    "?lang=%F0%9F%94%A5&lang=" + LONG,
    "?%ff=%ff&=&&",
]

# Or most would get no farther than a refusal.
WIDE = {f"RATE_{scope}": "100000/min" for scope in ("SIGN_IN", "REGISTER", "SETUP", "REFRESH", "MAIL")}
WIDE |= {f"ACCOUNT_{name}": rate for name, rate in WIDE.items()} | {
    "ACCOUNT_RATE_SIGN_IN_HERE": "100000/min",
    "ACCOUNT_RATE_CHANGE": "100000/min",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("odd"), env={**PRODUCTION, **WIDE}) as site:
        Person.set_up(site)
        yield site


@pytest.fixture(scope="module")
def token(site: Site) -> str:
    return Person.sign_in(site, "hanako").token


class Wire:
    """Requests as they are: no library straightens anything out."""

    def __init__(self, site: Site) -> None:
        self.port = site.port

    def status(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                connection.putheader(name, value.encode("latin-1"))
            connection.endheaders(body)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if answer.status >= 400 and path.startswith("/api/") and method != "HEAD":
            assert set(json.loads(text)) >= {"code", "detail"}, (method, path, text[:200])
        return answer.status


@pytest.mark.parametrize("name", ODD_HEADERS)
def test_headers(site: Site, token: str, name: str) -> None:
    with site.no_traceback():
        for path in [*PATHS, *PAGES]:
            for known in ({}, {"Authorization": f"Bearer {token}"}):
                status = Wire(site).status("GET", path, {**known, **ODD_HEADERS[name]})
                assert status < 500, (path, status)


@pytest.mark.parametrize("content_type", ODD_TYPES, ids=lambda text: text[:40])
def test_content_types(site: Site, token: str, content_type: str) -> None:
    with site.no_traceback():
        for path in ("/api/token/", "/api/rooms/", "/api/me/", "/admin/login/", "/api/sync/"):
            for body in ODD_BODIES:
                for method in ("POST", "PATCH", "GET"):
                    headers = {
                        "Content-Type": content_type,
                        "Authorization": f"Bearer {token}",
                        "Cookie": "csrftoken=a",
                    }
                    status = Wire(site).status(method, f"{path}?q=%C3%A9", headers, body)
                    assert status < 500, (method, path, body, status)


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method[:20])
def test_methods(site: Site, token: str, method: str) -> None:
    with site.no_traceback():
        for path in [*PATHS, *PAGES]:
            if (method, path) != ("DELETE", "/api/session/"):
                status = Wire(site).status(method, path, {"Content-Type": JSON})
                assert status < 500, (path, status)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:20])
def test_queries(site: Site, token: str, query: str) -> None:
    with site.no_traceback():
        for path in [*PATHS, *PAGES]:
            status = Wire(site).status("GET", path + query, {"Authorization": f"Bearer {token}"})
            assert status < 500, (path, status)


def test_the_site_is_still_well(site: Site) -> None:
    assert Path(site.log_file).stat().st_size < 100_000
    wait_until(lambda: site.answers_with("/readyz"), what="the checks")
