"""What a room asks of its members: to only read, to wait, or nothing any more."""

import re

from playwright.sync_api import Page, expect

from lab.browser.screens import address, composer, message, open_room, say
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible


def test_an_announcement_room_says_why_one_cannot_write(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("News", kenji)
    hers, his = windows.open(address(room), person=hanako), windows.open(address(room), person=kenji)
    expect(composer(his)).to_be_visible()
    settings(hers)
    hers.get_by_role("checkbox", name=re.compile("Announcements only")).check()
    expect_accessible(hers)
    hers.get_by_role("button", name="Save").click()
    expect(composer(his)).to_be_hidden()
    expect(his.get_by_text(re.compile("Only moderators and owners"))).to_be_visible()
    say(hers, "the kettle is new")
    expect(message(his, "the kettle is new")).to_be_visible()


def test_a_slow_room_counts_down(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Slow fire", kenji)
    hers, his = windows.open(address(room), person=hanako), windows.open(address(room), person=kenji)
    expect(composer(his)).to_be_visible()
    settings(hers)
    hers.get_by_label("Slow mode").select_option("5 minutes")
    hers.get_by_role("button", name="Save").click()
    expect(his.get_by_role("timer")).to_have_text("Slow mode: 5 minutes between two messages")
    expect(hers.get_by_role("timer")).to_have_count(0)
    say(his, "first")
    expect(his.get_by_role("timer")).to_have_text(re.compile("your next message in (4:|5:00)"))
    composer(his).fill("second")
    expect(his.get_by_role("button", name="Send")).to_be_disabled()
    composer(his).press("Enter")
    expect(message(his, "second")).to_have_count(0)
    hanako.http.patch(f"rooms/{room['id']}/", json={"slow_seconds": 5}).raise_for_status()
    expect(his.get_by_role("button", name="Send")).to_be_enabled()
    say(his, "second")
    expect(message(hers, "second")).to_be_visible()


def test_roles_an_archive_and_its_opening(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Old hearth", kenji)
    hers, his = windows.open(address(room), person=hanako), windows.open(address(room), person=kenji)
    hers.get_by_role("button", name="2 members").click()
    hers.get_by_role("button", name=f"Actions for {kenji.display_name}").click()
    hers.get_by_role("menuitem", name="Make owner").click()
    his.get_by_role("button", name="Room menu").click()
    his.get_by_role("menuitem", name="Archive").click()
    his.get_by_role("alertdialog").get_by_role("button", name="Archive").click()
    expect(hers.get_by_text("This room is archived and can only be read.")).to_be_visible()
    hers.get_by_role("button", name="Room menu").click()
    hers.get_by_role("menuitem", name="Unarchive").click()
    expect(composer(his)).to_be_visible()


def test_an_archived_room_leads_to_where_its_conversation_goes_on(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    hanako, kenji, yuki = newcomer(site), newcomer(site), newcomer(site)
    room, successor = hanako.create_room("Old hearth", kenji, yuki), hanako.create_room("New hearth", kenji)
    hers, his = windows.open(address(room), person=hanako), windows.open(address(room), person=kenji)
    other = windows.open(address(room), person=yuki, **{**PHONE, "locale": "ja-JP"})
    hers.get_by_role("button", name="Room menu").click()
    hers.get_by_role("menuitem", name="Archive").click()
    dialog = hers.get_by_role("alertdialog")
    dialog.get_by_label("The conversation goes on in").select_option("New hearth")
    expect_accessible(hers)
    dialog.get_by_role("button", name="Archive").click()

    his.get_by_role("link", name="The conversation goes on in New hearth").click()
    expect(his).to_have_url(re.compile(f"{address(successor)}$"))
    expect(composer(his)).to_be_visible()
    # Who is not in it learns its name by joining.
    expect_accessible(other)
    other.get_by_role("button", name="続きのルームに参加").click()
    expect(other).to_have_url(re.compile(f"{address(successor)}$"))
    expect(other.get_by_role("heading", name="New hearth")).to_be_visible()


def test_a_successor_that_is_not_open_to_everybody_says_so(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room, successor = hanako.create_room("Old hearth", kenji), hanako.create_room("Inner circle", kind="private")
    hanako.http.patch(f"rooms/{room['id']}/", json={"archived": True, "successor": successor["id"]}).raise_for_status()
    his = windows.open(address(room), person=kenji)
    windows.expect(r"^404 POST .*/join/$")
    his.get_by_role("button", name="Join the room where it goes on").click()
    expect(his.get_by_role("alert")).to_contain_text("ask an owner of this one to add you")
    expect(his.get_by_text("Inner circle")).to_have_count(0)
    expect_accessible(his)


def test_one_leaves_and_the_others_see_it(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji)
    kenji.create_room("Elsewhere")
    hers, his = windows.open(address(room), person=hanako), windows.open(address(room), person=kenji)
    expect(hers.get_by_role("button", name="2 members")).to_be_visible()
    his.get_by_role("button", name="Room menu").click()
    his.get_by_role("menuitem", name="Leave").click()
    his.get_by_role("alertdialog").get_by_role("button", name="Leave").click()
    expect(hers.get_by_role("button", name="1 member", exact=True)).to_be_visible()
    open_room(his, "Elsewhere")


def settings(page: Page) -> None:
    page.get_by_role("button", name="Room menu").click()
    page.get_by_role("menuitem", name="Room settings").click()
