"""Rules of a room warn of a text, hold it for review, or refuse it. Its author always keeps it."""

import re

from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import address, composer, expect_stored, message
from lab.browser.windows import Windows
from lab.clients.person import Json, Newcomer, Person
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible

HELD = "Waits for a moderator. Nobody else sees it yet."


def make_rule(by: Person, room: Json, pattern: str, action: str, note: str = "") -> None:
    form = {"kind": "word", "pattern": pattern, "action": action, "note": note}
    by.http.post(f"rooms/{room['id']}/rules/", json=form).raise_for_status()


def write(page: Page, text: str) -> Locator:
    composer(page).fill(text)
    composer(page).press("Control+Enter")
    return message(page, text)


def test_an_owner_makes_changes_and_deletes_a_rule(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji)
    page = windows.open(address(room), person=hanako)
    page.get_by_role("button", name="Room menu").click()
    page.get_by_role("menuitem", name="Word and link rules").click()
    dialog = page.get_by_role("dialog", name="Word and link rules of Porch")
    expect(dialog).to_contain_text("No rules yet.")
    expect_accessible(page)
    dialog.get_by_role("button", name="Add a rule").click()
    expect(dialog.get_by_label("Word or phrase")).to_be_focused()
    dialog.get_by_label("Word or phrase").fill("casino")
    dialog.get_by_role("radio", name="Refuse").press("Space")
    dialog.get_by_label("Note for the author").fill("No advertising")
    expect_accessible(page)
    dialog.get_by_role("button", name="Save").click()
    row = dialog.get_by_role("listitem").filter(has_text="casino")
    expect(row).to_contain_text("Words · Refuse")
    row.get_by_role("button", name="Change the rule: casino").click()
    dialog.get_by_role("radio", name="Hold for review").press("Space")
    dialog.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("Words · Hold for review")
    expect_accessible(page)
    row.get_by_role("button", name="Delete the rule: casino").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Delete rule").click()
    expect(dialog).to_contain_text("No rules yet.")

    his = windows.open(address(room), person=kenji)
    his.get_by_role("button", name="Room menu").click()
    expect(his.get_by_role("menuitem", name="Report this room")).to_be_visible()
    expect(his.get_by_role("menuitem", name="Word and link rules")).to_have_count(0)


def test_a_warning_is_read_and_the_message_sent_all_the_same(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji)
    make_rule(hanako, room, "casino", "warn", "Is it about the film?")
    hers = windows.open(address(room), person=hanako)
    his = windows.open(address(room), person=kenji)
    said = write(his, "The casino is closed")
    dialog = his.get_by_role("dialog", name="Send this message?")
    expect(dialog).to_contain_text("Is it about the film?")
    expect_accessible(his)
    # Who closes it finds the same choice at the message.
    his.keyboard.press("Escape")
    expect(said).to_contain_text("Is it about the film?")
    said.get_by_role("button", name="Send anyway").click()
    expect_stored(said)
    expect(message(hers, "The casino is closed")).to_be_visible()

    write(his, "Another casino")
    dialog.get_by_role("button", name="Change the text").click()
    expect(message(his, "Another casino")).to_have_count(0)
    expect(composer(his)).to_have_value("Another casino")
    composer(his).fill("Another casino after all")
    composer(his).press("Control+Enter")
    dialog.get_by_role("button", name="Send anyway").click()
    expect(message(hers, "Another casino after all")).to_be_visible()


def test_what_is_refused_can_be_changed(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji)
    make_rule(hanako, room, "casino", "refuse", "No advertising")
    page = windows.open(address(room), person=kenji)
    said = write(page, "Visit my casino")
    expect(said).to_contain_text("A rule of this room does not allow this text.")
    expect(said).to_contain_text("No advertising")
    expect(said.get_by_role("button", name="Try again")).to_have_count(0)
    expect_accessible(page)
    said.get_by_role("button", name="Change the text").click()
    expect(said).to_have_count(0)
    expect(composer(page)).to_have_value("Visit my casino")
    expect_stored(write(page, "Visit my garden"))


def test_a_held_message_is_released(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji, mai = newcomer(site), newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji, mai)
    make_rule(hanako, room, "casino", "hold")
    his = windows.open(address(room), person=kenji)
    second = windows.open(address(room), profile=his.context)
    mais = windows.open(address(room), person=mai)
    hers = windows.open("/moderation/held", person=hanako)
    expect(hers.get_by_role("heading", name="No message waits for you")).to_be_visible()
    expect(composer(second)).to_be_visible()
    expect(composer(mais)).to_be_visible()
    said = write(his, "Visit my casino")
    for page in (his, second):
        expect(message(page, "Visit my casino")).to_contain_text(HELD)
    expect_accessible(his)
    his.reload()
    expect(said).to_contain_text(HELD)

    card = hers.get_by_role("article", name=re.compile(f"{kenji.display_name}.* in .*Porch"))
    expect(card).to_contain_text("Visit my casino")
    expect_accessible(hers)
    expect(mais.get_by_text("Visit my casino")).to_have_count(0)
    card.get_by_role("button", name=re.compile("^Release")).click()
    expect(card).to_have_count(0)
    expect(message(mais, "Visit my casino")).to_be_visible()
    for page in (his, second):
        expect(message(page, "Visit my casino")).to_have_count(1)
        expect(message(page, "Visit my casino")).not_to_contain_text(HELD)


def test_a_held_message_is_not_released_or_withdrawn(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji)
    make_rule(hanako, room, "casino", "hold")
    his = windows.open(address(room), person=kenji)
    hers = windows.open("/moderation/held", person=hanako)
    said = write(his, "Visit my casino")
    expect(said).to_contain_text(HELD)
    hers.get_by_role("button", name=re.compile("^Do not release")).click()
    dialog = hers.get_by_role("dialog", name=re.compile("^Not release the message by"))
    dialog.get_by_label("Why").fill("Not here, please")
    expect_accessible(hers)
    dialog.get_by_role("button", name="Do not release").click()
    expect(hers.get_by_role("heading", name="No message waits for you")).to_be_visible()
    expect(said).to_contain_text("A moderator did not release this message: “Not here, please”")
    said.get_by_role("button", name="Change the text").click()
    expect(said).to_have_count(0)
    expect(composer(his)).to_have_value("Visit my casino")

    again = write(his, "Visit the casino")
    expect(hers.get_by_role("article")).to_contain_text("Visit the casino")
    again.get_by_role("button", name="Withdraw").click()
    expect(again).to_have_count(0)
    expect(hers.get_by_role("heading", name="No message waits for you")).to_be_visible()
    his.reload()
    expect(composer(his)).to_be_visible()
    expect(again).to_have_count(0)


def test_what_came_before_the_socket_was_open_is_shown(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji)
    make_rule(hanako, room, "casino", "hold")
    hers = windows.open("/settings/", person=hanako)
    is_reachable = False
    hers.route_web_socket(
        re.compile("/ws/chat/"), lambda socket: socket.connect_to_server() if is_reachable else socket.close()
    )
    hers.goto(f"{site.url}/moderation/held")
    expect(hers.get_by_role("heading", name="No message waits for you")).to_be_visible()
    his = windows.open(address(room), person=kenji)
    expect(write(his, "Visit my casino")).to_contain_text(HELD)
    is_reachable = True
    expect(hers.get_by_role("article")).to_contain_text("Visit my casino")
