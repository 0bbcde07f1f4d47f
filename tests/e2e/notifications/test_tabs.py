"""Tabs of a browser without pushes tell of each message once, whatever other devices do."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lab.browser.screens import address, room_link
from lab.browser.windows import Windows
from lab.clients.person import Person
from lab.push.service import PushService
from lab.servers.process import wait_until
from lab.servers.site import Site

# What Chromium would show is not to be read from outside, so that is kept which the page asks for.
KEEPING = """() => {
  if (!location.protocol.startsWith("http")) return;
  window.told = [];
  window.Notification = class {
    static permission = "granted";
    constructor(title, { body }) { told.push(body); }
    close() {}
  };
  delete window.PushManager;
  localStorage.setItem("irori.notifications", "on");
}"""


@pytest.fixture
def current_site(pushing: Site) -> Site:
    return pushing


def test_two_tabs_and_a_phone_are_told_once(windows: Windows, pushing: Site, service: PushService) -> None:
    hanako, kenji = Person.set_up(pushing), Person.register(pushing, "kenji")
    attic, larder = (hanako.create_room(name, kenji) for name in ("Attic", "Larder"))
    phone = service.subscribe(hanako.http.get("push/key/").json()["key"])
    hanako.http.post("push/subscriptions/", json=phone.subscription).raise_for_status()
    stranger = windows.open("/signin")
    context = stranger.context
    context.add_init_script(f"({KEEPING})()")
    stranger.close()
    tabs = [windows.open(address(larder), person=hanako, profile=context)]
    tabs.append(windows.open(address(larder), profile=context))
    for tab in tabs:
        expect(room_link(tab, "Attic")).to_be_visible()
    texts = ["@hanako tea", "only rice", "@here a kettle", "@hanako the last one"]
    for text in texts:
        kenji.say(attic, text)
        expect_told(tabs, text)
    assert told(tabs) == texts
    phone.expect(1)
    wait_until(lambda: newest(phone.received[-1].content) == "kenji: @hanako the last one", what="the last push")
    # Of messages that come close together a push may tell at once.
    assert phone.asked <= len(texts)
    assert service.complaints == []


def expect_told(tabs: list[Page], text: str) -> None:
    wait_until(lambda: text in told(tabs), what=f"a tab that tells of {text}")


def told(tabs: list[Page]) -> list[str]:
    """In no tab twice, and in one tab only."""
    return [text for tab in tabs for text in tab.evaluate("told")]


def newest(push: dict[str, Any]) -> str:
    return str(push["notification"]["body"])
