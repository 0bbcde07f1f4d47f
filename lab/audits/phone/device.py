"""A phone as Chromium's tools imagine it: a quarter as fast as this machine, on a slow 4G line."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec
from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright

from lab.audits.phone.large_site import LargeSite
from lab.browser.screens import wait_in_page
from lab.browser.windows import FLAGS, PHONE, SHELL, browser
from lab.clients.person import PASSWORD
from lab.servers.cluster import Cluster
from lab.servers.encrypted import encrypted
from lab.servers.process import ROOT

SLOWER = 4
# Chromium's "Slow 4G": milliseconds of a round trip, bytes a second down and up.
SLOW_4G = {"latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
ANY_LINE = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
PATIENCE_MS = 60_000


class Phone:
    """One window of one browser. `url`: the site's address."""

    def __init__(self, context: BrowserContext, url: str, site: LargeSite) -> None:
        self.context = context
        self.url = url
        self.site = site
        self.page: Page = context.pages[0]
        self.page.set_default_timeout(PATIENCE_MS)
        self._chrome: CDPSession = context.new_cdp_session(self.page)
        self._chrome.send("Network.enable")

    def slow(self, *, line: bool) -> None:
        """A slow processor from now on, and with `line` a slow line."""
        self._set(SLOWER, SLOW_4G if line else ANY_LINE)

    def fast(self) -> None:
        self._set(1, ANY_LINE)

    def forget_files(self) -> None:
        self._chrome.send("Network.clearBrowserCache")

    def forget_person(self) -> None:
        self.context.clear_cookies()
        origin = {"origin": self.url, "storageTypes": "local_storage"}
        self._chrome.send("Storage.clearDataForOrigin", origin)

    def sign_in(self) -> None:
        """Opens a page, so that the browser remembers that somebody is signed in."""
        credentials = {"username": self.site.reader, "password": PASSWORD}
        answer = self.context.request.post(f"{self.url}/api/session/", data=credentials)
        assert answer.ok, answer.text()
        self.go("/")
        wait_in_page(self.page, "() => localStorage.getItem('irori.signed-in')", "the page to know who this is")
        self.leave()

    def go(self, path: str) -> None:
        self.page.goto(f"{self.url}{path}", wait_until="commit")

    def leave(self) -> None:
        self.page.goto("about:blank")

    def _set(self, slower: int, line: Mapping[str, float]) -> None:
        self._chrome.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        self._chrome.send("Network.emulateNetworkConditions", {"offline": False, **line})


@contextmanager
def phone(folder: Path, playwright: Playwright) -> Iterator[Phone]:
    with encrypted(folder) as (cluster, url, trust):
        site = populate(cluster)
        context = playwright.chromium.launch_persistent_context(
            folder / "profile",
            executable_path=browser(SHELL),
            args=[*FLAGS, trust],
            ignore_https_errors=True,
            **PHONE,
        )
        yield Phone(context, url, site)
        context.close()


def populate(cluster: Cluster) -> LargeSite:
    command = [sys.executable, "-m", "lab.audits.phone.population"]
    done = subprocess.run(command, cwd=ROOT, env=cluster.env, capture_output=True, check=True)
    return msgspec.json.decode(done.stdout, type=LargeSite)
