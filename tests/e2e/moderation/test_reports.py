"""A message is reported, those who look after the room decide, and everybody concerned sees what came of it."""

import re

from playwright.sync_api import Page, expect

from lab.browser.screens import address, choose, composer, message
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible

WAITING = re.compile("^Moderation")


def report(page: Page, text: str, reason: str) -> None:
    """Report a message from its menu."""
    choose(page, message(page, text), "Report")
    dialog = page.get_by_role("dialog", name=re.compile("^Report the message by "))
    expect(dialog.get_by_text(text)).to_be_visible()
    dialog.get_by_role("radio", name=reason).check()
    dialog.get_by_role("textbox").fill("Please look at this")
    expect_accessible(page)
    dialog.get_by_role("button", name="Report", exact=True).click()
    expect(dialog).to_be_hidden()


def test_a_report_is_handled_while_all_look(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji, mai = newcomer(site), newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji, mai)
    kenji.say(room, "Before it")
    kenji.say(room, "Buy my kettles")
    hers = windows.open(address(room), person=hanako)
    his = windows.open(address(room), person=kenji)
    mais = windows.open(address(room), person=mai)
    expect(composer(hers)).to_be_visible()
    expect(composer(his)).to_be_visible()

    report(mais, "Buy my kettles", "Spam")
    expect(mais.get_by_text("Reported. What comes of it is in Settings, under Safety.")).to_be_visible()

    waiting = hers.get_by_role("complementary", name="Rooms").get_by_role("link", name=WAITING)
    expect(waiting).to_contain_text("1 waits for you")
    waiting.click()
    card = hers.get_by_role("article", name=re.compile(f"Message by .*{kenji.display_name}.* in .*Porch"))
    expect(card).to_contain_text("Buy my kettles")
    expect(card).to_contain_text("Please look at this")
    expect(card).to_contain_text(mai.display_name)
    card.get_by_role("button", name="Show what was said around it").click()
    expect(card).to_contain_text("Before it")
    expect_accessible(hers)
    card.get_by_role("button", name=re.compile("^I’ll look into it")).click()
    expect(card).to_contain_text("You are looking into it.")
    card.get_by_role("button", name=re.compile("^Decide")).click()
    dialog = hers.get_by_role("dialog", name="Decide on this report")
    dialog.get_by_role("radio", name="Delete the message").check()
    dialog.get_by_label("Note").fill("Second time")
    expect_accessible(hers)
    dialog.get_by_role("button", name="Delete the message").click()
    expect(dialog).to_be_hidden()
    expect(hers.get_by_role("heading", name="No report waits for you")).to_be_visible()
    expect(waiting).to_be_hidden()
    hers.get_by_role("radio", name="Decided").press("Space")
    expect(hers.get_by_role("article")).to_contain_text("The message was deleted")
    expect(hers.get_by_role("article")).to_contain_text("Second time")
    expect_accessible(hers)

    expect(his.get_by_text("This message was deleted by a moderator")).to_be_visible()
    notice = mais.get_by_role("listitem").filter(has_text="A report of yours was decided")
    notice.get_by_role("button", name="See it").click()
    mine = mais.get_by_role("region", name="My reports")
    expect(mine).to_contain_text("Decided: the message was deleted.")
    expect(mine).to_contain_text("Buy my kettles")
    expect(mine).not_to_contain_text(hanako.display_name)
    expect(mine).not_to_contain_text("Second time")
    expect_accessible(mais)


def test_two_moderators_do_not_look_into_the_same_report(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, yuki, kenji, mai = (newcomer(site) for _ in range(4))
    room = hanako.create_room("Porch", yuki, kenji, mai)
    hanako.http.patch(f"rooms/{room['id']}/members/{yuki.id}/", json={"role": "moderator"}).raise_for_status()
    said = kenji.say(room, "Buy my kettles")
    mai.http.post("reports/", json={"message": said["id"], "reason": "spam"}).raise_for_status()
    hers = windows.open("/moderation", person=hanako)
    yukis = windows.open("/moderation", person=yuki)
    expect(yukis.get_by_role("article")).to_be_visible()
    hers.get_by_role("button", name=re.compile("^I’ll look into it")).click()
    expect(yukis.get_by_role("article")).to_contain_text(f"{hanako.display_name} is looking into it.")
    expect(yukis.get_by_role("button", name=re.compile("^Decide"))).to_have_count(0)
    yukis.get_by_role("button", name=re.compile("^Take over")).click()
    expect(yukis.get_by_role("article")).to_contain_text("You are looking into it.")
    expect(hers.get_by_role("article")).to_contain_text(f"{yuki.display_name} is looking into it.")


def test_who_looks_after_nothing_decides_nothing(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji, mai = newcomer(site), newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji, mai)
    said = kenji.say(room, "Buy my kettles")
    mai.http.post("reports/", json={"message": said["id"], "reason": "spam"}).raise_for_status()
    page = windows.open(address(room), person=kenji)
    expect(message(page, "Buy my kettles")).to_be_visible()
    page.get_by_role("button", name="Account menu").click()
    expect(page.get_by_role("menuitem", name="Settings")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Moderation")).to_have_count(0)
    page.goto(f"{site.url}/moderation")
    expect(page.get_by_role("heading", name="No report waits for you")).to_be_visible()
    expect(page.get_by_text("Buy my kettles")).to_have_count(0)


def test_a_person_is_reported_and_hidden_from_their_card(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji)
    kenji.say(room, "Buy my kettles")
    page = windows.open(address(room), person=hanako)
    message(page, "Buy my kettles").get_by_role("button", name=kenji.display_name).click()
    card = page.get_by_role("dialog", name=kenji.display_name)
    expect(card.get_by_role("button", name="Hide")).to_be_visible()
    expect_accessible(page)
    card.get_by_role("button", name="Report").click()
    dialog = page.get_by_role("dialog", name=f"Report {kenji.display_name}")
    expect(dialog).to_contain_text("The people who run this site will read it.")
    dialog.get_by_role("checkbox", name=re.compile("^Also hide")).check()
    dialog.get_by_role("radio", name="Abuse or threats").check()
    dialog.get_by_role("button", name="Report", exact=True).press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Message by a person whom you hide")).to_be_visible()
    expect(page.get_by_text("Buy my kettles")).to_have_count(0)
