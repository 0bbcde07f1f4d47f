"""Answers: in the room with a quote, or beside it in a thread."""

import uuid

from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import address, choose, composer, message, settle
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Json, Newcomer, Person
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible


def test_an_answer_quotes_and_leads_to_what_it_answers(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji, kind="private")
    hanako.say(room, "who is **hungry**")
    for number in range(60):
        hanako.say(room, f"line {number:02}")
    kenji.http.post(f"rooms/{room['id']}/read/", json={"seq": 61}).raise_for_status()
    page = windows.open(f"{address(room)}/1", person=kenji)
    message(page, "who is hungry").focus()
    page.keyboard.press("r")
    expect(composer(page)).to_be_focused()
    expect(page.get_by_text(f"Replying to {hanako.display_name}: who is hungry")).to_be_visible()
    page.keyboard.type("me")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    answer = message(page, "In reply to")
    expect(answer).to_be_in_viewport()
    expect(answer).to_contain_text("who is hungry")
    answer.get_by_role("link").click()
    expect(message(page, "who is hungry").first).to_be_focused()
    expect(message(page, "who is hungry").first).to_be_in_viewport()


def test_a_thread_is_followed_beside_the_room(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji, kind="private")
    hanako.say(room, "dinner plans")
    mine, theirs = (windows.open(address(room), person=person) for person in (hanako, kenji))
    choose(theirs, message(theirs, "dinner plans"), "Reply in thread")
    say_in_thread(theirs, "noodles")
    expect(thread(theirs)).to_contain_text("noodles")
    feed = mine.get_by_role("feed", name="Messages in Kitchen")
    expect(feed).to_contain_text("1 reply")
    expect(feed).not_to_contain_text("noodles")

    mine.get_by_role("button", name="1 reply").click()
    expect(thread(mine)).to_contain_text("noodles")
    expect_accessible(mine)
    say_in_thread(mine, "good idea")
    expect(thread(theirs)).to_contain_text("good idea")
    expect(theirs.get_by_role("feed", name="Messages in Kitchen")).to_contain_text("2 replies")
    mine.go_back()
    expect(thread(mine)).to_have_count(0)


def test_what_was_said_in_a_thread_meanwhile_comes_without_a_reload(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji, kind="private")
    root = hanako.say(room, "dinner plans")
    reply(hanako, room, root, "before")
    page = windows.open(f"{address(room)}?thread={root['id']}", person=kenji)
    expect(thread(page)).to_contain_text("before")
    reply(hanako, room, root, "live")  # a thread shows before there is a connection to lose
    expect(thread(page)).to_contain_text("live")
    windows.expect("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    reply(hanako, room, root, "meanwhile")
    page.context.set_offline(False)
    expect(thread(page)).to_contain_text("meanwhile")


def test_a_long_thread_comes_in_pages(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen", kind="private")
    root = hanako.say(room, "dinner plans")
    for number in range(60):
        reply(hanako, room, root, f"dish {number:02}")
    page = windows.open(f"{address(room)}?thread={root['id']}", person=hanako)
    expect(thread(page)).to_contain_text("dish 59")
    expect(thread(page)).not_to_contain_text("dish 09")
    page.get_by_role("button", name="Earlier replies").click()
    expect(thread(page)).to_contain_text("dish 00")
    expect(page.get_by_role("button", name="Earlier replies")).to_have_count(0)
    expect(page.get_by_role("feed", name="Messages in Kitchen")).to_contain_text("60 replies")


def test_a_thread_fills_a_phone_and_back_leaves_it(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen", kind="private")
    root = hanako.say(room, "dinner plans")
    reply(hanako, room, root, "noodles")
    page = windows.open(address(room), person=hanako, **PHONE)
    page.get_by_role("button", name="1 reply").tap()
    expect(thread(page)).to_contain_text("noodles")
    box = page.get_by_role("dialog", name="Thread").bounding_box()
    assert box is not None
    # Chromium gives a fraction of a pixel less while the thread slides in.
    assert round(box["width"]) == 360
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(message(page, "dinner plans")).to_be_visible()


def test_escape_in_a_thread_over_the_room_closes_what_is_nearest(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji, kind="private")
    root = hanako.say(room, "dinner plans")
    reply(hanako, room, root, "noodles")
    page = windows.open(address(room), person=hanako, viewport={"width": 900, "height": 740})
    opener = page.get_by_role("button", name="1 reply")
    opener.click()
    field = page.get_by_role("textbox", name="Message in this thread")
    field.click()
    page.keyboard.type(f"@{kenji.username[:3]}")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    field.fill("")
    page.keyboard.press("ArrowUp")
    editor = thread(page).get_by_role("textbox", name="Edit message")
    expect(editor).to_be_focused()
    page.keyboard.press("Escape")
    expect(editor).to_have_count(0)
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


def test_the_newest_reply_stays_in_view_when_a_keyboard_opens(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen", kind="private")
    root = hanako.say(room, "dinner plans")
    for number in range(20):
        reply(hanako, room, root, f"dish {number:02}")
    page = windows.open(f"{address(room)}?thread={root['id']}", person=hanako, **PHONE)
    newest = message(thread(page), "dish 19")
    expect(newest).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 360, "height": 420})
    expect(newest).to_be_in_viewport(ratio=1)
    thread(page).evaluate("(feed) => feed.parentElement.scrollBy(0, -300)")
    expect(newest).not_to_be_in_viewport()
    page.set_viewport_size({"width": 360, "height": 380})
    settle(page)
    expect(newest).not_to_be_in_viewport()


def test_going_to_a_day(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen", kind="private")
    hanako.say(room, "the very first")
    for number in range(60):
        hanako.say(room, f"line {number:02}")
    page = windows.open(address(room), person=hanako)
    expect(message(page, "line 59")).to_be_visible()
    page.goto(f"{site.url}{address(room)}/1")
    page.get_by_role("button", name=": jump to another date").first.click()
    expect(page.get_by_label("Jump to a date").last).to_be_visible()
    expect_accessible(page)
    page.locator("input[type=date]").fill("2020-01-01")
    page.get_by_role("button", name="Jump", exact=True).click()
    expect(message(page, "the very first")).to_be_focused()


def thread(page: Page) -> Locator:
    return page.get_by_role("feed", name="Messages in this thread")


def say_in_thread(page: Page, text: str) -> None:
    field = page.get_by_role("textbox", name="Message in this thread")
    field.fill(text)
    field.press("Enter")


def reply(person: Person, room: Json, root: Json, text: str) -> None:
    path = f"rooms/{room['id']}/messages/"
    form = {"nonce": str(uuid.uuid4()), "text": text, "thread": root["id"]}
    person.http.post(path, json=form).raise_for_status()
