"""What somebody has begun to write waits for them, on every device, and is never taken from under their hands."""

import pytest
from playwright.sync_api import expect

from lab.browser.screens import address, composer, message, open_room, say
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site


def test_a_draft_follows_to_the_next_device(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji)
    page = windows.open(address(room), person=hanako)
    composer(page).fill("half a sen")
    phone = windows.open(address(room), person=hanako)
    expect(composer(phone)).to_have_value("half a sen")
    composer(phone).fill("half a sentence")
    expect(composer(page)).to_have_value("half a sentence")
    say(phone, "half a sentence, and its end")
    expect(composer(page)).to_have_value("")
    theirs = windows.open(address(room), person=kenji)
    expect(composer(theirs)).to_have_value("")


def test_each_room_keeps_its_own(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    kitchen = hanako.create_room("Kitchen")
    hanako.create_room("Garden")
    page = windows.open(address(kitchen), person=hanako)
    composer(page).fill("for the kitchen")
    open_room(page, "Garden")
    expect(composer(page)).to_have_value("")
    composer(page).fill("for the garden")
    page.reload()
    expect(composer(page)).to_have_value("for the garden")
    open_room(page, "Kitchen")
    expect(composer(page)).to_have_value("for the kitchen")


def test_what_is_written_offline_is_told_later(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Tunnel")
    page = windows.open(address(room), person=hanako)
    expect(composer(page)).to_be_focused()
    windows.expect("ERR_INTERNET_DISCONNECTED|WebSocket")
    page.context.set_offline(True)
    composer(page).fill("in the dark")
    page.context.set_offline(False)
    phone = windows.open(address(room), person=hanako)
    expect(composer(phone)).to_have_value("in the dark")


# What a page of a device takes for the time.
CLOCK = """
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) { super(...(given.length ? given : [RealDate.now() + OFF])); }
  static now() { return RealDate.now() + OFF; }
};
"""


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_an_hour_off_decides_nothing(
    site: Site, windows: Windows, newcomer: Newcomer, hours: int
) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Clock")
    phone = windows.open(address(room), person=hanako)
    composer(phone).fill("from the phone")
    page = windows.open("about:blank", person=hanako)
    page.add_init_script(CLOCK.replace("OFF", str(hours * 3_600_000)))
    page.goto(f"{site.url}{address(room)}")
    expect(composer(page)).to_have_value("from the phone")
    composer(page).fill("from a wrong clock")
    expect(composer(phone)).to_have_value("from a wrong clock")
    say(page, "from a wrong clock, sent")
    expect(composer(phone)).to_have_value("")
    phone.reload()
    expect(message(phone, "from a wrong clock, sent")).to_be_visible()
    expect(composer(phone)).to_have_value("")
