"""Several files, their order, a failed upload, and one that nobody wants any more."""

from pathlib import Path

from playwright.sync_api import Route, expect

from lab.browser.screens import address, composer, message
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Person
from tests.e2e.files.attaching import attached, choose_files, files_of, png, send


def pictures(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"{number}.png" for number in range(1, count + 1)]
    for path in paths:
        path.write_bytes(png())
    return paths


def test_ten_photos_of_a_phone(windows: Windows, outsider: Person, tmp_path: Path) -> None:
    room = outsider.create_room("Holiday")
    page = windows.open(address(room), person=outsider, **PHONE)
    choose_files(page, *pictures(tmp_path, 11), entry="Photo or video")
    expect(attached(page)).to_have_count(10)
    expect(page.get_by_text("A message holds up to 10 files.")).to_be_visible()
    attached(page).first.get_by_role("button").first.press("Shift+ArrowRight")
    composer(page).fill("All of them")
    page.get_by_role("button", name="Send", exact=True).tap()
    sent = message(page, "All of them")
    expect(sent.get_by_role("button", name="Cancel")).to_have_count(0)
    expect(sent.get_by_role("img").first).to_be_visible()
    names = [file["name"] for file in files_of(outsider, room, "All of them")]
    assert names == ["2.png", "1.png", *(f"{number}.png" for number in range(3, 11))]


def test_a_refused_upload_is_retried_or_removed(windows: Windows, outsider: Person, tmp_path: Path) -> None:
    windows.expect(r"507")
    room = outsider.create_room("Full disk")
    page = windows.open(address(room), person=outsider)
    problem = '{"code": "storage_full", "detail": ""}'

    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=507, body=problem)
        else:
            route.continue_()

    page.route("**/api/uploads/", refuse)
    choose_files(page, *pictures(tmp_path, 2))
    refused = attached(page).get_by_role("paragraph").filter(has_text="The site has no room for more files.")
    expect(refused).to_have_count(2)
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    page.unroute("**/api/uploads/")
    attached(page).first.get_by_role("button", name="Try again: 1.png").click()
    attached(page).last.get_by_role("button", name="Remove 2.png").click()
    expect(attached(page)).to_have_count(1)
    send(page)
    expect(page.get_by_role("article").get_by_role("img").first).to_be_visible()
    assert [file["name"] for file in files_of(outsider, room, "")] == ["1.png"]
