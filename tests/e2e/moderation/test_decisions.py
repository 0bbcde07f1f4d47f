"""What is decided on a report changes the page of the person it is about at once."""

import re

from playwright.sync_api import Page, expect

from lab.browser.screens import address, composer
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible


def decide(page: Page, decision: str, during: str | None = None) -> None:
    page.get_by_role("button", name=re.compile("^Decide")).click()
    dialog = page.get_by_role("dialog", name="Decide on this report")
    dialog.get_by_role("radio", name=decision).check()
    if during:
        dialog.get_by_role("radio", name=during).press("Space")
    expect_accessible(page)
    dialog.get_by_role("button", name=decision).click()
    expect(dialog).to_be_hidden()


def test_a_mute_takes_the_place_of_the_composer(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji, mai = newcomer(site), newcomer(site), newcomer(site)
    room = hanako.create_room("Porch", kenji, mai)
    said = kenji.say(room, "Buy my kettles")
    mai.http.post("reports/", json={"message": said["id"], "reason": "spam"}).raise_for_status()
    his = windows.open(address(room), person=kenji)
    composer(his).fill("Not finished")
    hers = windows.open("/moderation", person=hanako)
    decide(hers, "Mute the person", during="10 minutes")
    notice = his.get_by_role("region", name="You are muted")
    expect(notice).to_contain_text("You cannot write in this room until")
    expect(notice.get_by_role("timer")).to_have_text(re.compile(r"^9:\d\d left$"))
    expect(composer(his)).to_have_count(0)
    hanako.http.delete(f"rooms/{room['id']}/mutes/{kenji.id}/").raise_for_status()
    expect(composer(his)).to_have_value("Not finished")
