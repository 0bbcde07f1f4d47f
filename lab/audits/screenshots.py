"""`make screenshots`: the pictures of docs/screenshots, and every view in var/screenshots, from a site with the demo.

`--views` takes the latter alone.
"""

import re
import sys
import tempfile
import uuid
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from lab.audits import views
from lab.browser.screens import settle
from lab.browser.windows import PHONE, Windows, launch
from lab.clients.person import Json, Person, created
from lab.servers.process import ROOT
from lab.servers.served import Served
from lab.servers.site import Site

TARGET = ROOT / "docs" / "screenshots"
VIEWS = ROOT / "var" / "screenshots"
SHARP: dict[str, Any] = {"device_scale_factor": 2}


def main() -> None:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        with tempfile.TemporaryDirectory() as folder, Site(Path(folder)) as empty:
            nobody = Windows(browser, empty)
            views.take_views(nobody, VIEWS, (views.View("set-up", "/setup", views.heading),), {})
            nobody.close()
        with tempfile.TemporaryDirectory() as folder, Site(Path(folder)) as site:
            password = demo(site)
            windows = Windows(browser, site)
            if "--views" not in sys.argv:
                take_pictures(windows, password)
            take_views(windows, password)
            windows.close()


def take_pictures(windows: Windows, password: str) -> None:
    """Those of the README and the documents."""
    TARGET.mkdir(parents=True, exist_ok=True)
    stranger = windows.open("/signin", **SHARP)
    expect(stranger.get_by_role("heading", level=1)).to_be_visible()
    take(stranger, "sign-in")
    # Somebody has to be there for the others to see.
    enter(windows, "kenji", password)
    for scheme in ("light", "dark"):
        page = enter(windows, "hanako", password, color_scheme=scheme, **SHARP)
        page.get_by_role("button", name="members").click()
        expect(page.locator("aside [data-presence=online]").nth(1)).to_be_visible()
        take(page, f"room-{scheme}")
    open_thread(page)
    take(page, "thread")
    phone = enter(windows, "yuki", password, **{**PHONE, **SHARP, "locale": "ja-JP"})
    take(phone, "phone")
    admin = windows.open("/admin/", **SHARP)
    admin.get_by_label("Username").fill("hanako")
    admin.get_by_label("Password").fill(password)
    admin.get_by_role("button", name="Sign in").click()
    admin.goto(f"{windows.site.url}/admin/chat/room/")
    take(admin, "admin")


def take_views(windows: Windows, password: str) -> None:
    page = enter(windows, "hanako", password)
    open_thread(page)
    names: Json = {"busy": room_of(page), "root": re.findall(r"thread=(\d+)", page.url)[0]}
    page.goto(f"{windows.site.url}/rooms/{names['busy']}")
    names["empty"] = new_room(page)
    page.context.close()
    names["report"] = moderate(windows.site, names["busy"], password)
    views.take_views(windows, VIEWS, views.STRANGER, names)
    views.take_views(windows, VIEWS, views.MEMBER, names, password)
    views.take_views(windows, VIEWS, views.ADMIN, names, password)


def room_of(page: Page) -> str:
    return str(re.findall(r"/rooms/(\d+)", page.url)[0])


def new_room(page: Page) -> str:
    """The id of a room without messages."""
    before = room_of(page)
    page.get_by_role("button", name="Create or find a room").click()
    page.get_by_role("menuitem", name="New room").click()
    page.get_by_label("Name").fill("Quiet corner")
    page.get_by_role("button", name="Create room").click()
    page.wait_for_url(lambda url: not url.endswith(f"/rooms/{before}"))
    return room_of(page)


def moderate(site: Served, room: str, password: str) -> int:
    """Something of each kind waits for who decides: rules hold back nobody who leads the room. Returns the id of a report."""
    hanako, kenji, nao = (Person.sign_in(site, name, password) for name in ("hanako", "kenji", "nao"))
    rule = {"kind": "word", "pattern": "casino", "action": "hold", "note": "No advertising"}
    hanako.http.post(f"rooms/{room}/rules/", json=rule).raise_for_status()
    held = {"nonce": str(uuid.uuid4()), "text": "A friend of mine runs the casino by the station, open tonight."}
    nao.http.post(f"rooms/{room}/messages/", json=held).raise_for_status()
    said = kenji.say({"id": room}, "Whoever broke the build last night owes everybody a coffee.")
    report = {"message": said["id"], "reason": "abuse", "text": "It was me, and I said so already."}
    return int(created(nao.http.post("reports/", json=report))["id"])


def demo(site: Served) -> str:
    """Fill the site; returns the password of its people, which is shown only then."""
    (password,) = re.findall(r"with the password: (\S+)", site.manage("demo"))
    return str(password)


def enter(windows: Windows, username: str, password: str, **options: Any) -> Page:
    """A window in the demo's main room."""
    page = windows.open("/signin", **options)
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(password)
    page.keyboard.press("Enter")
    page.locator("nav a", has_text="Hearth").click()
    expect(page.get_by_role("feed")).to_be_visible()
    return page


def open_thread(page: Page) -> None:
    """The newest in the demo's busiest room."""
    page.locator("nav a", has_text="Engineering").click()
    replies = page.get_by_role("feed").get_by_role("button", name=re.compile("repl(y|ies)"))
    while replies.count() == 0:
        page.get_by_role("article").first.scroll_into_view_if_needed()
    replies.last.click()
    expect(page.get_by_role("complementary", name="Thread").get_by_role("article").nth(1)).to_be_visible()


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    settle(page)
    page.screenshot(path=TARGET / f"{name}.png")


if __name__ == "__main__":
    main()
