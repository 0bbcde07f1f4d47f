"""What is left in a browser when somebody signs out there, and what is not lost before they know."""

from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from lab.browser.screens import address, composer, message, open_room, room_list, sign_in, wait_in_page
from lab.browser.windows import Windows
from lab.clients.person import Newcomer, Person
from lab.servers.process import wait_until
from lab.servers.site import Site

OFFLINE = "ERR_INTERNET_DISCONNECTED|WebSocket"
NOTICED_WITHIN = 20_000
DEVICE = {"irori.theme", "irori.language", "irori.notifications", "irori.untold", "irori.enter", "irori.logo"}

HAS_OUTBOX = "indexedDB.databases().then((all) => all.some(({ name }) => name === 'irori'))"

LEFT = """
async () => {
  const stored = [...Object.keys(localStorage), ...Object.keys(sessionStorage)];
  // To open one that is not there would make an empty one.
  const isThere = (await indexedDB.databases()).some(({ name }) => name === "irori");
  if (!isThere) return { stored, waiting: [] };
  const open = indexedDB.open("irori");
  const disk = await new Promise((resolve) => { open.onsuccess = () => resolve(open.result); });
  const all = disk.objectStoreNames.contains("outbox") && disk.transaction("outbox").objectStore("outbox").getAll();
  const waiting = all ? await new Promise((resolve) => { all.onsuccess = () => resolve(all.result); }) : [];
  disk.close();
  return { stored, waiting: waiting.map(({ text }) => text) };
}
"""


def test_nothing_of_a_person_stays_where_they_sign_out(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    kenji = newcomer(site)
    room = kenji.create_room("Den")
    page = windows.open(address(room), person=kenji)
    with page.expect_response("**/draft/"):
        composer(page).fill("half a secret")
    assert any(key.startswith(f"irori.draft.{kenji.id}.") for key in left(page)["stored"]), (
        "there is something to leave"
    )
    to_settings(page)
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="Come in")).to_be_visible()
    expect_nothing_left(page)

    sign_in(page, kenji)
    expect(room_list(page)).to_be_visible()
    open_room(page, "Den")
    expect(composer(page)).to_have_value("half a secret")


def test_what_is_not_sent_is_named_before_it_is_lost(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    kenji = newcomer(site)
    page = offline_with_unsent_texts(windows, kenji)
    page.get_by_role("button", name="Sign out", exact=True).click()
    warning = page.get_by_role("alertdialog", name="Sign out and lose what was not sent?")
    expect(warning).to_contain_text("1 message has not been sent. 1 draft is only in this browser.")
    warning.get_by_role("button", name="Cancel").press("Enter")
    expect(warning).to_be_hidden()
    assert left(page)["waiting"] == ["never sent"]

    page.get_by_role("button", name="Sign out", exact=True).click()
    warning.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Come in")).to_be_visible(timeout=NOTICED_WITHIN)
    expect_nothing_left(page)


def test_a_server_that_cannot_be_reached_keeps_nobody_signed_in(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    kenji = newcomer(site)
    page = windows.open("/settings/account", person=kenji)
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
    before = devices(kenji)
    windows.expect(OFFLINE)
    page.context.set_offline(True)
    page.get_by_role("button", name="Sign out", exact=True).click()
    notice = page.get_by_text("The server could not be reached")
    expect(notice).to_be_visible(timeout=NOTICED_WITHIN)
    assert devices(kenji) == before

    page.context.set_offline(False)
    expect(notice).to_be_hidden(timeout=NOTICED_WITHIN)
    assert devices(kenji) == before - 1
    page.reload()
    expect(page.get_by_role("heading", name="Come in")).to_be_visible()


def test_the_next_visit_tells_the_server_and_does_not_come_back_signed_in(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    kenji = newcomer(site)
    page = windows.open("/settings/account", person=kenji)
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
    before = devices(kenji)
    windows.expect(r"ERR_FAILED|WebSocket")
    page.context.route("**/api/session/", lambda route: route.abort())
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_text("The server could not be reached")).to_be_visible(timeout=NOTICED_WITHIN)
    page.close()
    page.context.unroute_all()

    later = windows.open("/", profile=page.context)
    expect(later.get_by_role("heading", name="Come in")).to_be_visible()
    expect(later.get_by_text("The server could not be reached")).to_be_hidden()
    assert devices(kenji) == before - 1


def test_a_session_that_ends_elsewhere_keeps_unsent_text_for_its_writer_alone(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    kenji, yuki = newcomer(site), newcomer(site)
    room = kenji.create_room("Den", yuki)
    page = windows.open(address(room), person=kenji)
    expect(composer(page)).to_be_focused()
    page.context.route("**/draft/", lambda route: route.abort())
    windows.expect(r"ERR_FAILED|401")
    composer(page).fill("not told to anybody")
    expect(composer(page)).to_have_value("not told to anybody")
    kenji.http.delete("me/sessions/").raise_for_status()
    again = page.get_by_role("dialog", name="Sign in to continue")
    expect(again).to_be_visible()

    page.get_by_label("User name or e-mail").fill(yuki.username)
    sign_in(page, yuki)
    expect(again).to_be_hidden()
    open_room(page, "Den")
    expect(composer(page)).to_have_value("")
    to_settings(page)
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="Come in")).to_be_visible()

    sign_in(page, kenji)
    open_room(page, "Den")
    expect(composer(page)).to_have_value("not told to anybody")


def offline_with_unsent_texts(windows: Windows, person: Person) -> Page:
    room = person.create_room("Tunnel")
    page = windows.open("/settings/account", person=person)
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
    open_room(page, "Tunnel")
    expect(composer(page)).to_be_focused()
    wait_in_page(page, HAS_OUTBOX, "the database of what is not sent, whose code is loaded after the page")
    windows.expect(OFFLINE)
    cut_off(page.context)
    composer(page).fill("never sent")
    composer(page).press("Enter")
    expect(message(page, "never sent").get_by_text("Waiting", exact=True)).to_be_visible(timeout=NOTICED_WITHIN)
    composer(page).fill("half a sentence")
    assert page.url.endswith(address(room))
    to_settings(page)
    return page


def cut_off(context: BrowserContext) -> None:
    context.set_offline(True)


def to_settings(page: Page) -> None:
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("menuitem", name="Settings").click()
    page.get_by_role("link", name="Account").click()
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()


def left(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(LEFT)
    return found


def expect_nothing_left(page: Page) -> None:
    # The messages are removed from the browser's database while the page to sign in comes.
    wait_until(lambda: of_person(left(page)) == [], what="the browser to forget the person")


def of_person(found: dict[str, Any]) -> list[str]:
    stored = [key for key in found["stored"] if key.startswith("irori.") and key not in DEVICE]
    return [*stored, *found["waiting"]]


def devices(person: Person) -> int:
    return len(person.http.get("me/sessions/").raise_for_status().json()["results"])
