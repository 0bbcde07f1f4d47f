"""The app on the home screen: there alone iPhones notify."""

import json
import struct
from urllib.parse import urljoin

import httpx
import pytest

from lab.browser.windows import Windows
from lab.servers.site import Site

PNG = b"\x89PNG\r\n\x1a\n"


def size_of(url: str) -> str:
    answer = httpx.get(url)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert answer.content.startswith(PNG)
    return "x".join(map(str, struct.unpack(">II", answer.content[16:24])))


def test_chromium_would_install_it(site: Site, windows: Windows) -> None:
    page = windows.open("/signin")
    cdp = page.context.new_cdp_session(page)
    manifest = cdp.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert cdp.send("Page.getInstallabilityErrors")["installabilityErrors"] in (
        [],
        # A window of a test keeps nothing.
        [{"errorId": "in-incognito", "errorArguments": []}],
    )
    content = json.loads(manifest["data"])
    assert {urljoin(site.url, content[name]) for name in ("id", "scope", "start_url")} == {f"{site.url}/"}
    assert content["display"] == "standalone"


@pytest.mark.usefixtures("site")
def test_its_icons_are_what_they_say(site: Site, windows: Windows) -> None:
    page = windows.open("/signin")
    link = page.locator("link[rel=manifest]").get_attribute("href") or ""
    address = urljoin(site.url, link)
    icons = httpx.get(address).json()["icons"]
    assert {icon["sizes"]: size_of(urljoin(address, icon["src"])) for icon in icons} == {
        size: size for size in ("192x192", "512x512")
    }
    assert "maskable" in {icon.get("purpose") for icon in icons}
    touch = page.locator("link[rel=apple-touch-icon]").get_attribute("href") or ""
    assert size_of(urljoin(site.url, touch)) == "180x180"


def test_a_notification_has_icons(site: Site) -> None:
    worker = httpx.get(f"{site.url}/sw.js").text
    named = [part for part in worker.split('"') if part.endswith(".png")]
    assert [size_of(urljoin(site.url, path)) for path in named] == ["192x192", "96x96"]
