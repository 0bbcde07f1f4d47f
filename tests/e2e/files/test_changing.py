"""A message with files is edited, and forwarded to people who could not see it."""

import uuid
from pathlib import Path

from playwright.sync_api import Locator, expect

from lab.browser.screens import address, choose, composer, message
from lab.browser.windows import Windows
from lab.clients.person import Json, Newcomer, Person, created
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible, expect_accessible_dialog
from tests.e2e.files.attaching import attached, choose_files, files_of, png, random_file, send


def upload(person: Person, name: str) -> str:
    return str(created(person.http.post("files/", files={"file": (name, png())}, data={"kind": "photo"}))["id"])


def say_with_files(person: Person, room: Json, text: str, *names: str) -> None:
    files = [upload(person, name) for name in names]
    sent = {"nonce": str(uuid.uuid4()), "text": text, "files": files}
    created(person.http.post(f"rooms/{room['id']}/messages/", json=sent))


def expect_below(field: Locator, file: Locator) -> None:
    """The field has its width, and stands below the files."""
    lower, upper = field.bounding_box(), file.bounding_box()
    assert lower, "the field is not in the page"
    assert upper, "the file is not in the page"
    assert lower["y"] >= upper["y"] + upper["height"]
    assert lower["width"] > 300


def test_a_file_is_taken_away_and_the_rest_is_forwarded(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room, other = hanako.create_room("Kiln", kind="private"), hanako.create_room("Guests", kenji)
    say_with_files(hanako, room, "Two cups", "wrong.png", "right.png")
    page = windows.open(address(room), person=hanako)
    his = windows.open(address(other), person=kenji)
    row = message(page, "Two cups")
    expect(row.get_by_role("img")).to_have_count(2)
    choose(page, row, "Edit")
    row.get_by_role("button", name="Take wrong.png away").click()
    expect_below(row.get_by_role("textbox"), row.get_by_role("button", name="Keep wrong.png"))
    expect_accessible(page)
    row.get_by_role("button", name="Save").click()
    expect(row.get_by_role("textbox")).to_have_count(0)
    expect(row.get_by_role("img", name="right.png")).to_be_visible()
    expect(row.get_by_role("img")).to_have_count(1)
    assert [file["name"] for file in files_of(hanako, room, "Two cups")] == ["right.png"]
    choose(page, row, "Forward")
    page.get_by_role("option", name="Guests").click()
    expect(attached(page)).to_have_count(1)
    send(page)
    seen = his.get_by_role("article").get_by_role("img", name="right.png")
    expect(seen).to_be_visible()
    assert seen.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0


def test_files_are_accessible(site: Site, windows: Windows, newcomer: Newcomer, tmp_path: Path) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kiln")
    say_with_files(hanako, room, "Two cups", "one.png", "two.png")
    page = windows.open(address(room), person=hanako)
    expect(message(page, "Two cups")).to_be_visible()
    (tmp_path / "empty.txt").touch()
    (tmp_path / "cup.png").write_bytes(png())
    choose_files(page, tmp_path / "empty.txt", tmp_path / "cup.png", random_file(tmp_path, 1))
    expect(attached(page)).to_have_count(3)
    expect(attached(page).get_by_role("progressbar")).to_have_count(0)
    expect_below(composer(page), attached(page).first)
    expect_accessible(page)
    attached(page).nth(1).get_by_role("button").first.click()
    expect_accessible_dialog(page)
    attached(page).first.get_by_role("button", name="Remove empty.txt").click()
    send(page)
    expect(page.get_by_role("link", name="Download recording.bin")).to_be_visible()
    expect_accessible(page)
    page.get_by_role("button", name="Room menu").click()
    page.get_by_role("menuitem", name="Files").click()
    panel = page.get_by_role("complementary", name="Files")
    expect(panel.get_by_role("button").first).to_be_visible()
    expect_accessible(page)
