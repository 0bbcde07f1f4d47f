"""Who is put into a room is told by whom, and is out again in one click."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import address, composer, open_room, room_link
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Json, Newcomer, Person
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible


def add(by: Person, room: Json, person: Person) -> int:
    return by.http.post(f"rooms/{room['id']}/members/", json={"users": [person.id]}).status_code


def notice(page: Page) -> Locator:
    return page.get_by_role("region", name="You were added")


@pytest.mark.parametrize("window", [{}, PHONE])
def test_leaving_takes_one_click_and_keeps_one_out_for_a_day(
    site: Site, windows: Windows, newcomer: Newcomer, outsider: Person, window: dict[str, Any]
) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Unasked", kenji, kind="private")
    add(hanako, room, outsider)
    page = windows.open(address(room), person=outsider, **window)
    expect(notice(page)).to_contain_text(f"{hanako.display_name} added you to this room.")
    expect_accessible(page)
    notice(page).get_by_role("button", name="Leave").click()
    expect(page).to_have_url(f"{site.url}/")
    expect(room_link(page, "Unasked")).to_have_count(0)

    hers = windows.open(address(room), person=hanako)
    hers.get_by_role("button", name="2 members").click()
    hers.get_by_label("Search members").fill(outsider.username)
    windows.expect(r"\b409\b.*/members/")
    hers.get_by_role("button", name=f"Add {outsider.display_name}", exact=True).click()
    expect(hers.get_by_text("They have left this room, to which you had added them.")).to_be_visible()
    hanako.http.patch(f"rooms/{room['id']}/members/{kenji.id}/", json={"role": "moderator"}).raise_for_status()
    assert add(kenji, room, outsider) == 201


def test_staying_is_said_once_for_all_devices(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Garden", kenji)
    first, second = (windows.open(address(room), person=kenji) for _ in range(2))
    expect(notice(second)).to_be_visible()
    notice(first).get_by_role("button", name="Stay").focus()
    first.keyboard.press("Enter")
    for page in (first, second):
        expect(notice(page)).to_be_hidden()
        expect(composer(page)).to_be_visible()
    first.reload()
    expect(composer(first)).to_be_visible()
    expect(notice(first)).to_have_count(0)


def test_one_is_told_wherever_one_looks(site: Site, windows: Windows, newcomer: Newcomer, outsider: Person) -> None:
    hanako = newcomer(site)
    own = outsider.create_room("Own room")
    stay, leave = hanako.create_room("To stay in"), hanako.create_room("To leave")
    page = windows.open(address(own), person=outsider)
    expect(composer(page)).to_be_visible()
    expect(notice(page)).to_have_count(0)

    add(hanako, leave, outsider)
    told = page.get_by_role("listitem").filter(has_text=f"{hanako.display_name} added you to To leave")
    told.hover()  # it stays as long as the pointer is on it
    expect_accessible(page)
    told.get_by_role("button", name="Leave").click()
    expect(room_link(page, "To leave")).to_have_count(0)
    expect(told).to_have_count(0)

    add(hanako, stay, outsider)
    told = page.get_by_role("listitem").filter(has_text=f"{hanako.display_name} added you to To stay in")
    told.get_by_role("button", name="Stay").click()
    expect(told).to_have_count(0)
    open_room(page, "To stay in")
    expect(composer(page)).to_be_visible()
    expect(notice(page)).to_have_count(0)


def test_who_joins_by_themselves_is_told_nothing(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch")
    kenji.join(room)
    page = windows.open(address(room), person=kenji)
    expect(composer(page)).to_be_visible()
    expect(notice(page)).to_have_count(0)
