"""What people make of a message: reactions, pins, what it said before, and who took it away."""

from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import address, choose, composer, message
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible


def test_a_reaction_is_seen_by_everybody_at_once(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji, kind="private")
    hanako.say(room, "tea is ready")
    mine, theirs = (windows.open(address(room), person=person) for person in (hanako, kenji))
    message(theirs, "tea is ready").hover()
    message(theirs, "tea is ready").get_by_role("button", name="React", exact=True).click()
    theirs.get_by_role("searchbox", name="Search emoji").fill("teacup")
    theirs.get_by_role("gridcell", name="teacup").click()
    expect(reaction(theirs, "🍵 1")).to_have_attribute("aria-pressed", "true")
    expect(reaction(mine, "🍵 1")).to_have_attribute("aria-pressed", "false")
    expect_accessible(mine)

    reaction(mine, "🍵 1").click()
    expect(reaction(theirs, "🍵 2")).to_be_visible()
    composer(mine).hover()
    reaction(mine, "🍵 2").hover()
    expect(mine.get_by_role("tooltip")).to_contain_text(kenji.display_name)
    choose(mine, message(mine, "tea is ready"), "Who reacted")
    expect(mine.get_by_role("dialog")).to_contain_text(kenji.display_name)
    mine.keyboard.press("Escape")

    reaction(mine, "🍵 2").click()
    expect(reaction(theirs, "🍵 1")).to_be_visible()
    reaction(theirs, "🍵 1").click()
    expect(message(mine, "tea is ready").get_by_role("button", name="🍵")).to_have_count(0)


def test_the_last_reaction_leaves_the_keyboard_at_its_message(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Kitchen", kind="private")
    hanako.say(room, "tea is ready")
    page = windows.open(address(room), person=hanako)
    expect(composer(page)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="React with 👍").press("Enter")
    chip = reaction(page, "👍 1")
    chip.press("Enter")
    expect(chip).to_have_count(0)
    expect(message(page, "tea is ready")).to_be_focused()


def test_pinned_messages_are_at_hand(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji, kind="private")
    hanako.say(room, "the door code, on [the plan](https://example.org/plan)")
    for number in range(60):
        hanako.say(room, f"line {number:02}")
    kenji.http.post(f"rooms/{room['id']}/read/", json={"seq": 61}).raise_for_status()
    mine = windows.open(f"{address(room)}/1", person=hanako)
    theirs = windows.open(address(room), person=kenji)
    theirs.get_by_role("button", name="Room menu").click()
    theirs.get_by_role("menuitem", name="Pinned messages").click()
    panel = theirs.get_by_role("complementary", name="Pinned messages")
    expect(panel).to_contain_text("Nothing is pinned yet.")
    choose(mine, message(mine, "the door code"), "Pin")
    expect(panel).to_contain_text("the door code")
    expect_accessible(theirs)
    panel.get_by_role("link", name="Jump").focus()
    theirs.keyboard.press("Tab")
    expect(panel.get_by_role("link", name="the plan")).to_be_focused()
    panel.get_by_role("link", name=f"Jump to the message by {hanako.display_name}").click()
    expect(message(theirs, "the door code")).to_be_in_viewport()
    expect(message(theirs, "the door code")).to_contain_text("Pinned")
    choose(mine, message(mine, "the door code"), "Unpin")
    expect(message(theirs, "the door code")).not_to_contain_text("Pinned")


def test_members_may_not_pin(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji, kind="private")
    hanako.say(room, "the door code")
    page = windows.open(address(room), person=kenji)
    message(page, "the door code").hover()
    message(page, "the door code").get_by_role("button", name="more").click()
    expect(page.get_by_role("menuitem", name="Copy text")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Pin")).to_have_count(0)


def test_what_it_said_before(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji, kind="private")
    said = hanako.say(room, "at four, [here](https://example.org/here)")
    for text in ("at five", "at six"):
        hanako.http.patch(f"messages/{said['id']}/", json={"text": text}).raise_for_status()
    page = windows.open(address(room), person=kenji)
    message(page, "at six").get_by_role("button", name="edited").click()
    versions = page.get_by_role("dialog", name="Earlier versions").get_by_role("listitem")
    expect(versions).to_contain_text(["at six", "at five", "at four"])
    page.keyboard.press("Tab")
    expect(versions.get_by_role("link", name="here")).to_be_focused()
    expect_accessible(page)


def test_a_moderator_deletes_and_it_says_so(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji, kind="private")
    kenji.say(room, "unkind words")
    mine, theirs = (windows.open(address(room), person=person) for person in (hanako, kenji))
    choose(mine, message(mine, "unkind words"), "Delete")
    mine.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(theirs.get_by_text("This message was deleted by a moderator")).to_be_visible()
    expect(theirs.get_by_text("unkind words")).to_have_count(0)


def test_a_call_is_shown_to_whom_it_calls(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji, kind="private")
    hanako.say(room, f"@{kenji.username} and `@{kenji.username}`")
    page = windows.open(address(room), person=kenji)
    call = message(page, "and").locator(".call-me")
    expect(call).to_have_text([f"@{kenji.username}"])
    theirs = windows.open(address(room), person=hanako)
    expect(message(theirs, "and").locator(".call")).to_have_text([f"@{kenji.username}"])
    expect(message(theirs, "and").locator(".call-me")).to_have_count(0)
    expect(composer(page)).to_be_visible()


def reaction(page: Page, name: str) -> Locator:
    return page.get_by_role("article").get_by_role("button", name=name, exact=True)
