"""A moderator keeps somebody from writing for a time. The composer says until when and why, and comes back by itself."""

import re

from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import address, composer, expect_stored, message, more, say
from lab.browser.windows import Windows
from lab.clients.person import Json, Newcomer, Person
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible


def members(page: Page) -> Locator:
    page.get_by_role("button", name=re.compile(r"^\d+ members?$")).click()
    return page.get_by_role("complementary", name="Members")


def muted(page: Page) -> Locator:
    """What stands in the place of the composer."""
    return page.get_by_role("region", name="You are muted")


def mute(by: Person, room: Json, person: Person, seconds: int | None, reason: str = "") -> None:
    form = {"seconds": seconds, "reason": reason}
    by.http.put(f"rooms/{room['id']}/mutes/{person.id}/", json=form).raise_for_status()


def test_a_moderator_mutes_and_lifts(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji)
    hers = windows.open(address(room), person=hanako)
    his = windows.open(address(room), person=kenji)
    second = windows.open(address(room), profile=his.context)
    say(his, "Kettles!")
    composer(his).fill("Not finished")
    expect(composer(second)).to_be_visible()

    panel = members(hers)
    panel.get_by_role("button", name=f"Actions for {kenji.display_name}").focus()
    hers.keyboard.press("Enter")
    hers.get_by_role("menuitem", name="Mute").press("Enter")
    dialog = hers.get_by_role("dialog", name=f"Mute {kenji.display_name}")
    dialog.get_by_role("radio", name="10 minutes").press("Space")
    dialog.get_by_label("Reason").fill("Three times the same")
    expect_accessible(hers)
    dialog.get_by_role("button", name="Mute").press("Enter")
    expect(dialog).to_be_hidden()
    expect(panel.get_by_role("button", name=re.compile(f"{kenji.display_name}.*muted"))).to_be_visible()
    panel.get_by_text("Muted: 1 person").click()
    expect(panel.get_by_text("Three times the same")).to_be_visible()
    expect_accessible(hers)

    for page in (his, second):
        expect(muted(page)).to_contain_text("You cannot write in this room until")
        expect(muted(page)).to_contain_text("Reason: Three times the same")
        expect(muted(page).get_by_role("timer")).to_have_text(re.compile(r"^9:\d\d left$"))
        expect(composer(page)).to_have_count(0)
    message(his, "Kettles!").hover()
    more(message(his, "Kettles!")).click()
    expect(his.get_by_role("menuitem", name="Copy text")).to_be_visible()
    expect(his.get_by_role("menuitem", name="Edit")).to_have_count(0)
    his.keyboard.press("Escape")
    expect_accessible(his)

    panel.get_by_role("button", name=f"Lift the mute of {kenji.display_name}").click()
    expect(panel.get_by_text("Muted: 1 person")).to_be_hidden()
    expect(composer(his)).to_have_value("Not finished")
    expect(composer(second)).to_be_visible()
    say(his, "Sorry")
    expect(message(hers, "Sorry")).to_be_visible()


def test_an_open_editor_says_so_and_keeps_what_was_written(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji)
    page = windows.open(address(room), person=kenji)
    say(page, "Kettles!")
    expect_stored(message(page, "Kettles!"))
    composer(page).press("ArrowUp")
    field = page.get_by_role("textbox", name="Edit message")
    field.fill("Kettles for sale")

    mute(hanako, room, kenji, 3600, "Three times the same")
    waits = page.get_by_role("region", name="Your edit waits: you are muted")
    expect(waits).to_contain_text("You cannot write in this room until")
    expect(waits).to_contain_text("Reason: Three times the same")
    expect(waits.get_by_role("timer")).to_have_text(re.compile(r"left$"))
    expect(field).to_have_count(0)
    expect(page.get_by_text("Kettles for sale")).to_be_visible()
    expect(page.get_by_role("button", name="Stop editing")).to_be_focused()
    expect_accessible(page)

    hanako.http.delete(f"rooms/{room['id']}/mutes/{kenji.id}/").raise_for_status()
    expect(field).to_have_value("Kettles for sale")
    field.press("Enter")
    expect(message(page, "Kettles for sale")).to_be_visible()


def test_it_ends_by_itself(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji)
    page = windows.open(address(room), person=kenji)
    expect(composer(page)).to_be_visible()
    mute(hanako, room, kenji, 8)
    expect(muted(page).get_by_role("timer")).to_have_text(re.compile(r"^0:0\d left$"))
    expect(composer(page)).to_be_visible()
    say(page, "Here again")


def test_it_is_there_after_a_reload_and_says_so_without_an_end(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji)
    other = hanako.create_room("Attic", kenji)
    mute(hanako, room, kenji, None)
    page = windows.open(address(room), person=kenji)
    expect(muted(page)).to_have_text("You cannot write in this room until a moderator lifts it.")
    page.goto(site.url + address(other))
    say(page, "Only there")
    expect(muted(page)).to_have_count(0)


def test_an_owner_is_not_offered_to_a_moderator(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji, mai = newcomer(site), newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji, mai)
    hanako.http.patch(f"rooms/{room['id']}/members/{kenji.id}/", json={"role": "moderator"}).raise_for_status()
    panel = members(windows.open(address(room), person=kenji))
    expect(panel.get_by_role("button", name=f"Actions for {mai.display_name}")).to_be_visible()
    expect(panel.get_by_role("button", name=f"Actions for {hanako.display_name}")).to_have_count(0)
