"""Every view of the web app as a picture: in three widths, in light and dark, in both languages."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import settle
from lab.browser.windows import Windows
from lab.clients.person import Json
from lab.servers.process import ROOT

LOCALES = {"en": "en-GB", "ja": "ja-JP"}
WIDTHS = {360: 740, 768: 1024, 1440: 900}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@cache
def texts(language: str, part: str) -> Json:
    found: Json = json.loads((ROOT / "frontend" / "src" / "locales" / language / f"{part}.json").read_text())
    return found


def text(language: str, part: str, key: str) -> str:
    return str(texts(language, part)[key])


@dataclass(frozen=True)
class View:
    """`path` may name the demo's rooms. `begin` opens what no address opens; Escape closes it again."""

    name: str
    path: str
    shown: Callable[[Page], Locator]
    begin: Callable[[Page, str], None] = lambda _page, _language: None


def heading(page: Page) -> Locator:
    return page.locator("h1:visible, h2:visible").first


def feed(page: Page) -> Locator:
    return page.get_by_role("feed").get_by_role("article").last


def aside(page: Page) -> Locator:
    """A panel, which is a dialog where there is no room beside."""
    return page.locator("aside:visible, [role=dialog]:visible").last


def hit(page: Page) -> Locator:
    return page.locator("mark:visible").first


def search(page: Page) -> Locator:
    return page.get_by_role("search").last


def listed(page: Page) -> Locator:
    return page.locator("main li:visible, main article:visible").first


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog").first


def press(keys: str) -> Callable[[Page, str], None]:
    return lambda page, _language: page.keyboard.press(keys)


def open_shortcuts(page: Page, _language: str) -> None:
    page.evaluate("document.activeElement?.blur()")  # a field would take the question mark
    page.keyboard.press("?")


def from_menu(menu: str, item: str) -> Callable[[Page, str], None]:
    """Chooses an entry of a menu of rooms. Both are keys of the texts."""

    def choose(page: Page, language: str) -> None:
        page.get_by_role("button", name=text(language, "rooms", menu)).click()
        page.get_by_role("menuitem", name=text(language, "rooms", item)).click()

    return choose


STRANGER = (
    View("sign-in", "/signin", heading),
    View("sign-up", "/signup", heading),
    View("forgot", "/forgot", heading),
    View("invitation", "/invitation#x", heading),
    View("join", "/join#x", heading),
)
SETTINGS = ("profile", "appearance", "notifications", "devices", "account", "invitations")
MEMBER = (
    View("list", "/", heading),
    View("room", "/rooms/{busy}", feed),
    View("members", "/rooms/{busy}?panel=members", aside),
    View("pins", "/rooms/{busy}?panel=pins", aside),
    View("files", "/rooms/{busy}?panel=files", aside),
    View("thread", "/rooms/{busy}?thread={root}", aside),
    View("search", "/rooms/{busy}?search=the", hit),
    View("search-start", "/rooms/{busy}?search=", search),
    View("switcher", "/rooms/{busy}", dialog, press("Control+k")),
    View("shortcuts", "/rooms/{busy}", dialog, open_shortcuts),
    View("room-settings", "/rooms/{busy}", dialog, from_menu("roomMenu", "edit")),
    View("room-invitations", "/rooms/{busy}", dialog, from_menu("roomMenu", "invitations")),
    View("empty-room", "/rooms/{empty}", heading),
    View("no-such-room", "/rooms/999999", heading),
    View("reports", "/moderation/reports", listed),
    View("held", "/moderation/held", listed),
    *(View(f"settings-{page}", f"/settings/{page}", heading) for page in SETTINGS),
)
ADMIN = (
    View("admin", "/admin/", heading),
    View("admin-rooms", "/admin/chat/room/", heading),
    View("admin-room", "/admin/chat/room/{busy}/change/", heading),
    View("admin-people", "/admin/accounts/user/", heading),
    View("admin-reports", "/admin/moderation/report/", heading),
    View("admin-report", "/admin/moderation/report/{report}/change/", heading),
    View("admin-held", "/admin/moderation/heldmessage/", heading),
)


def take_views(windows: Windows, folder: Path, views: tuple[View, ...], names: Json, password: str = "") -> None:
    """Of a stranger, or of the demo's first person where a password is given."""
    for language, locale in LOCALES.items():
        is_admin = views is ADMIN
        page = windows.open("/admin/" if is_admin else "/signin", locale=locale)
        if password:
            enter(page, password, page.locator("nav").first if is_admin else page.locator("nav a").first)
        for view in views:
            take(page, windows.site.url, folder / language, view, names, language)
        page.context.close()


def enter(page: Page, password: str, shown: Locator) -> None:
    page.locator("[name=username]").fill("hanako")
    page.locator("[name=password]").fill(password)
    page.keyboard.press("Enter")
    expect(shown).to_be_visible()


def take(page: Page, url: str, folder: Path, view: View, names: Json, language: str) -> None:
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(url + view.path.format_map(names))
        if view.shown is dialog:
            expect(feed(page)).to_be_visible()
        view.begin(page, language)
        expect(view.shown(page)).to_be_visible()
        # The last lines of the list come after it.
        page.wait_for_load_state("networkidle")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            settle(page)
            target = folder / f"{view.name}-{width}-{scheme}.png"
            page.screenshot(path=target)
