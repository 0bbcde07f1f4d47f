"""nginx serves static files itself, as small as the browser takes them."""

import gzip
from collections.abc import Callable

import brotli
import httpx
import pytest

from lab.servers.cluster import Cluster

UNPACKED: dict[str | None, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


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
