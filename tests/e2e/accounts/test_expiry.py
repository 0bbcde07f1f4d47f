"""Sessions that run out, or are ended elsewhere, while somebody uses the app."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from lab.browser.screens import address, composer, message, sign_in
from lab.browser.windows import Windows
from lab.clients.person import Newcomer, Person
from lab.servers.process import wait_until
from lab.servers.site import Site

# Notes whether a page or a dialog to sign in is ever shown, however short.
WATCH_FOR_SIGN_IN = """
new MutationObserver(() => {
  if (/Come in|Sign in to continue/.test(document.body?.textContent)) sessionStorage.setItem("sign-in seen", location.href);
}).observe(document, { childList: true, subtree: true });
"""
TABS = 5
TEN_MINUTES = 10 * 60 * 1000


class TestWithShortTokens:
    @pytest.fixture
    def fresh_site(self, tmp_path: Path) -> Iterator[Site]:
        with Site(tmp_path, env={"ACCESS_TOKEN_SECONDS": "4"}) as site, site.no_traceback():
            Person.set_up(site)
            yield site

    def test_a_token_runs_out_in_the_middle_of_a_sentence(self, fresh_site: Site, windows: Windows) -> None:
        windows.expect(r"^401 ")
        kenji = Person.register(fresh_site, "kenji")
        room = kenji.create_room("By the fire")
        page = windows.open(address(room), person=kenji)
        composer(page).press_sequentially("Half a sent")
        forget_the_cookie(page)
        expect(dialog(page)).to_contain_text("what you wrote stays right here")
        assert page.url == fresh_site.url + address(room)
        assert draft(page) == "Half a sent"

        page.keyboard.press("Escape")
        expect(dialog(page)).to_be_visible()
        expect(dialog(page).get_by_label("User name or e-mail")).to_have_value("kenji")
        sign_in(page, kenji)
        expect(dialog(page)).to_be_hidden()
        expect(composer(page)).to_have_value("Half a sent")
        composer(page).press_sequentially("ence.")
        composer(page).press("Enter")
        expect(message(page, "Half a sentence.")).to_be_visible()

    def test_the_draft_outlives_a_reload_and_is_nobody_elses(self, fresh_site: Site, windows: Windows) -> None:
        windows.expect(r"^401 ")
        # The room right after its maker, whose token is short too.
        yuki, kenji = Person.register(fresh_site, "yuki"), Person.register(fresh_site, "kenji")
        room = kenji.create_room("By the fire", yuki)
        page = windows.open(address(room), person=kenji)
        composer(page).fill("Only for me to see")
        forget_the_cookie(page)

        # For somebody else the page is loaded anew.
        with page.expect_navigation(url=f"{fresh_site.url}/"):
            sign_in(page, yuki)
        expect(dialog(page)).to_be_hidden()
        page.goto(fresh_site.url + address(room))
        expect(composer(page)).to_have_value("")
        page.goto(f"{fresh_site.url}/settings/account")
        page.get_by_role("button", name="Sign out", exact=True).click()
        expect(page.get_by_role("heading", name="Come in")).to_be_visible()
        with page.expect_navigation(url=f"{fresh_site.url}/"):
            sign_in(page, kenji)
        page.goto(fresh_site.url + address(room))
        expect(composer(page)).to_have_value("Only for me to see")


def test_five_tabs_through_two_hours(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    kenji = newcomer(site)
    windows.expect("WebSocket is closed before the connection is established")  # ten minutes are a long time to connect
    first = windows.open("/settings/devices", person=kenji)
    context = first.context
    refreshes: list[int] = []
    context.on("response", lambda response: note_refresh(response, refreshes))
    context.clock.install()
    context.add_init_script(WATCH_FOR_SIGN_IN)
    first.reload()
    tabs = [first, *(windows.open("/settings/devices", profile=context) for _ in range(TABS - 1))]
    for tab in tabs:
        expect(tab.get_by_text("This device", exact=True)).to_be_visible()
    opened = len(refreshes)

    for _ in range(12):
        context.clock.fast_forward(TEN_MINUTES)
        look_at_all(tabs)
    assert set(refreshes) == {200}
    assert 12 <= len(refreshes) - opened < 12 * TABS, (
        "each token was too old after ten minutes, and one new one did for all"
    )
    for tab in tabs:
        expect(tab.get_by_text("This device", exact=True)).to_be_visible()
        assert not tab.evaluate("sessionStorage.getItem('sign-in seen')")
    (browsers,) = [each for each in kenji.http.get("me/sessions/").json()["results"] if not each["current"]]
    assert "Chrome" in browsers["user_agent"], "still the one session it began with"


@pytest.mark.timed
def test_signing_a_device_out_reaches_it_within_two_seconds(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    windows.expect(r"^401 ")
    kenji = newcomer(site)
    room = kenji.create_room("On two devices")
    phone = windows.open(address(room), person=kenji, user_agent="Mozilla/5.0 (iPhone) Version/20.0 Safari/604.1")
    composer(phone).fill("Written on the phone")
    desk = windows.open("/settings/devices", person=kenji)
    sign_out = desk.get_by_role("button", name="Sign out Safari on iPhone")
    expect(sign_out).to_be_visible()

    sign_out.click()
    expect(sign_out).to_be_hidden()
    expect(dialog(phone)).to_be_visible(timeout=2_000)
    expect(dialog(phone)).to_contain_text("This device was signed out.")
    assert phone.url == site.url + address(room)
    assert draft(phone) == "Written on the phone"
    expect(dialog(desk)).to_be_hidden()


def look_at_all(tabs: list[Page]) -> None:
    """At the same moment each tab asks anew for what it shows, with a token that is too old."""
    with ExitStack() as answers:
        for tab in tabs:
            answers.enter_context(tab.expect_response(lambda response: response.url.endswith("/api/me/sessions/")))
        for tab in tabs:
            tab.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Sign in to continue")


def draft(page: Page) -> str:
    """What stands in the composer, also behind a dialog, which hides it from the roles."""
    return str(page.locator("textarea").input_value())


def forget_the_cookie(page: Page) -> None:
    """As when it is too old: the next refresh finds none, and a dialog asks to sign in.

    The answer of a refresh that is under way brings another cookie, which is forgotten too.
    """

    def is_asked() -> bool:
        page.context.clear_cookies()
        return dialog(page).is_visible()

    wait_until(is_asked, what="the dialog to sign in")


def note_refresh(response: Response, statuses: list[int]) -> None:
    if response.url.endswith("/api/session/refresh/"):
        statuses.append(response.status)
