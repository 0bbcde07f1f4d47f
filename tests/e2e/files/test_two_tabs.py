"""Two tabs of one person with one message, whose upload is under way."""

from pathlib import Path

from playwright.sync_api import Page, Route, expect

from lab.browser.screens import address, composer, message
from lab.browser.waiting import wait_in
from lab.browser.windows import Windows
from lab.clients.person import Json, Newcomer, Person
from lab.servers.site import Site
from tests.e2e.files.attaching import attached, choose_files, files_of, random_file, send, upload_in_small_chunks
from tests.e2e.files.test_resuming import CHUNKS, LOST, count_creations

# More than one chunk, of which the first arrives.
MEGABYTES = 2
KEPT = """async () => {
  const open = indexedDB.open("irori-files");
  const disk = await new Promise((resolve) => { open.onsuccess = () => resolve(open.result); });
  const stores = [...disk.objectStoreNames];
  const counts = stores.map((name) => new Promise((resolve) => {
    const count = disk.transaction(name).objectStore(name).count();
    count.onsuccess = () => resolve(count.result);
  }));
  const sum = (await Promise.all(counts)).reduce((sum, each) => sum + each, 0);
  disk.close();
  return sum;
}"""


def hold_second_chunk(page: Page) -> list[Route]:
    """Holds it in whichever tab of the browser has the turn to upload, until the route goes on or its tab is closed."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "PATCH" and route.request.headers["upload-offset"] != "0":
            held.append(route)
        else:
            route.continue_()

    page.context.route(CHUNKS, hold)
    return held


def send_slowly(page: Page, path: Path, text: str) -> Page:
    """Returns the tab that uploads, while it does."""
    upload_in_small_chunks(page.context)
    held = hold_second_chunk(page)
    choose_files(page, path)
    expect(attached(page)).to_have_count(1)
    composer(page).fill(text)
    send(page)
    expect(message(page, text).get_by_role("progressbar")).to_be_visible()
    wait_in(page, lambda: held, "the second chunk")
    return held[0].request.frame.page


def test_the_other_tab_finishes_what_a_closed_one_began(
    site: Site, windows: Windows, newcomer: Newcomer, tmp_path: Path
) -> None:
    # The server may still hold the chunk of the closed tab; the other one asks again.
    windows.expect(rf"{LOST}|\b409 PATCH\b")
    kenji = newcomer(site)
    room, path = kenji.create_room("Two tabs"), random_file(tmp_path, MEGABYTES)
    page = windows.open(address(room), person=kenji)
    created = count_creations(page)
    second = windows.open(address(room), profile=page.context)
    created_by_second = count_creations(second)
    expect(composer(second)).to_be_visible()
    closing = send_slowly(page, path, "The recording")
    staying = second if closing is page else page
    expect(message(staying, "The recording").get_by_role("progressbar")).to_be_visible()
    page.context.unroute(CHUNKS)
    closing.close()
    expect(message(staying, "The recording").get_by_role("link", name="Download recording.bin")).to_be_visible()
    expect(message(staying, "The recording")).to_have_count(1)
    [file] = files_of(kenji, room, "The recording")
    assert file["size"] == path.stat().st_size
    assert len(created + created_by_second) == 1


def test_signing_out_names_what_is_lost_and_leaves_nothing(
    site: Site, windows: Windows, newcomer: Newcomer, tmp_path: Path
) -> None:
    windows.expect(rf"{LOST}|\b401\b|ERR_ABORTED")
    kenji = newcomer(site)
    room, path = kenji.create_room("Shared computer"), random_file(tmp_path, MEGABYTES)
    page = windows.open(address(room), person=kenji)
    second = windows.open(address(room), profile=page.context)
    expect(composer(second)).to_be_visible()
    send_slowly(page, path, "Never sent")
    choose_files(page, random_file(tmp_path, 1, "draft.bin"))
    expect(attached(page)).to_have_count(1)
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("menuitem", name="Settings").click()
    page.get_by_role("link", name="Account").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    warning = page.get_by_role("alertdialog", name="Sign out and lose what was not sent?")
    expect(warning).to_contain_text("1 message has not been sent. 1 draft is only in this browser.")
    warning.get_by_role("button", name="Cancel").click()
    expect(warning).to_be_hidden()
    wait_in(page, lambda: page.evaluate(KEPT) == 4, what="two stored files, and the bytes of both")
    page.get_by_role("button", name="Sign out", exact=True).click()
    warning.get_by_role("button", name="Sign out").click()
    for window in (page, second):
        expect(window.get_by_role("heading", name="Come in")).to_be_visible()
    wait_in(page, lambda: page.evaluate(KEPT) == 0, what="an empty store of files")
    assert second.evaluate(KEPT) == 0
    assert messages_of(kenji, room) == []


def messages_of(person: Person, room: Json) -> list[str]:
    history = person.http.get(f"rooms/{room['id']}/messages/").raise_for_status().json()
    return [each["text"] for each in history["messages"]]
