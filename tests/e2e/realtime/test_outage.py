"""An outage that begins while a session is renewed signs nobody out, however much longer than 20 seconds it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from lab.browser.screens import address, say
from lab.browser.waiting import wait_in
from lab.browser.windows import Windows
from lab.clients.person import Person
from lab.servers.site import Site

pytestmark = pytest.mark.timed

AWAY_SECONDS = 22  # two tabs at once are told the same successor for 20
BACK_WITHIN = 30_000  # the longest wait between two attempts is 15 s


@pytest.fixture
def fresh_site(tmp_path: Path) -> Iterator[Site]:
    with Site(tmp_path, env={"ACCESS_TOKEN_SECONDS": "4"}) as site, site.no_traceback():
        yield site


def test_nobody_is_signed_out_by_an_outage(fresh_site: Site, windows: Windows) -> None:
    windows.expect(r"ERR_FAILED|ERR_INTERNET_DISCONNECTED|WebSocket connection to .* failed|^401 ")
    hanako = Person.set_up(fresh_site)
    room = hanako.create_room("By the fire")
    page = windows.open(address(room), person=hanako)
    say(page, "before")
    renewals = 0
    refresh = f"{fresh_site.url}/api/session/refresh/"

    def lose(route: Route) -> None:
        nonlocal renewals
        # The server has replaced the token, and the browser never hears of it.
        if not renewals:
            before = page.context.cookies(refresh)
            route.fetch(headers=route.request.all_headers())
            assert page.context.cookies(refresh) != before
            page.context.add_cookies(before)  # type: ignore[arg-type]
        renewals += 1
        route.abort()

    page.route(refresh, lose)
    wait_in(page, lambda: renewals, "a renewal")
    page.wait_for_timeout(AWAY_SECONDS * 1000)
    page.unroute(refresh)
    expect(page.get_by_text("Connecting…")).to_have_count(0, timeout=BACK_WITHIN)
    say(page, "after")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Waiting", exact=True)).to_have_count(0, timeout=BACK_WITHIN)
    assert renewals > 1
