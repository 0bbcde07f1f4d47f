"""What a moderator deleted by mistake comes back, from the menu of what is left of it."""

from playwright.sync_api import expect

from lab.browser.screens import address, choose, message, more, press_long
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible

GONE, OWN = "This message was deleted by a moderator", "This message was deleted"


def test_everybody_reads_it_again(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji)
    kenji.say(room, "Cold tea")
    hers, his = windows.open(address(room), person=hanako), windows.open(address(room), person=kenji)
    choose(hers, message(hers, "Cold tea"), "Delete")
    hers.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(message(his, GONE)).to_be_visible()
    # Who may not moderate is offered nothing.
    expect(more(message(his, GONE))).to_have_count(0)
    expect_accessible(hers)
    choose(hers, message(hers, GONE), "Restore")
    expect(message(his, "Cold tea")).to_be_visible()
    expect(message(hers, "Cold tea")).to_be_visible()


def test_by_key_and_by_finger(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji)
    written = [kenji.say(room, text) for text in ("Cold tea", "Warm tea")]
    for each in written:
        hanako.http.delete(f"messages/{each['id']}/").raise_for_status()
    hers = windows.open(address(room), person=hanako)
    message(hers, GONE).first.focus()
    hers.keyboard.press("z")
    expect(message(hers, "Cold tea")).to_be_visible()
    phone = windows.open(address(room), person=hanako, **{**PHONE, "locale": "ja-JP"})
    gone = message(phone, "このメッセージはモデレーターが削除しました")
    press_long(phone, gone, phone.get_by_role("dialog"))
    expect_accessible(phone)
    phone.get_by_role("button", name="復元").click()
    expect(message(phone, "Warm tea")).to_be_visible()


def test_what_its_author_deleted_stays_deleted(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji)
    gone = kenji.say(room, "Cold tea")
    kenji.http.delete(f"messages/{gone['id']}/").raise_for_status()
    hers = windows.open(address(room), person=hanako)
    expect(message(hers, OWN)).to_be_visible()
    expect(more(message(hers, OWN))).to_have_count(0)


def test_too_late_is_said(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji)
    gone = kenji.say(room, "Cold tea")
    hanako.http.delete(f"messages/{gone['id']}/").raise_for_status()
    hers = windows.open(address(room), person=hanako)
    kenji.http.delete(f"messages/{gone['id']}/").raise_for_status()  # takes away what was kept
    windows.expect(r"^409 POST .*/restore/$")
    choose(hers, message(hers, GONE), "Restore")
    expect(hers.get_by_text("Nothing is left of this message")).to_be_visible()
