"""A site whose settings do not name the address that it is opened at: the page says so, and what to set."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lab.browser.windows import Windows
from lab.servers.settings import NO_HEARTBEAT
from lab.servers.site import Site


@pytest.fixture
def fresh_site(tmp_path: Path) -> Iterator[Site]:
    """`windows` opens its windows on this one."""
    env = {**NO_HEARTBEAT, "ORIGINS": "http://chat.example.org", "TLS": "0"}
    with Site(tmp_path / "site", env=env) as site, site.no_traceback():
        yield site


def test_it_says_what_to_set_and_not_that_it_reconnects(fresh_site: Site, windows: Windows) -> None:
    windows.expect(r"^403 POST .*/api/session/refresh/$")
    page = windows.open("/")
    said = page.get_by_role("status").filter(has_text="does not take requests from")
    expect(said).to_contain_text(fresh_site.url)
    expect(said).to_contain_text("ORIGINS")
    expect(page.get_by_text("reconnecting")).to_have_count(0)
