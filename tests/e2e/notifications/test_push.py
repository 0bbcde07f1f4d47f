"""From the settings page to a notification, in Chromium with its real service worker.

All between is real, but the browser's push service (scene.py): the site, its guarded client, TLS, the encryption, the service worker.
"""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from lab.browser.screens import address, room_link
from lab.browser.windows import Windows
from lab.push.service import Browser, PushService
from lab.servers.process import wait_until
from lab.servers.site import Site
from tests.e2e.notifications.scene import Scene, pushed

MANY = 30

# What the page itself would show.
KEEPING = """() => {
  window.told = [];
  window.Notification = class extends Notification {
    constructor(title, options) {
      super(title, options);
      told.push(options.body);
    }
  };
}"""


@pytest.fixture
def windows(chromium: Chromium, pushing: Site) -> Iterator[Windows]:
    opened = Windows(chromium, pushing)
    yield opened
    opened.close()
    assert not opened.unexpected


@pytest.fixture
def scene(windows: Windows, tmp_path: Path, service: PushService, pushing: Site) -> Scene:
    return Scene(windows, tmp_path / "profile", service, pushing)


def test_the_button_says_which_link_of_the_chain_is_broken(scene: Scene, service: PushService) -> None:
    device, page = scene.device, scene.page
    assert page.evaluate("askedKey") == device.at_service.site_key
    page.get_by_role("button", name="Send a test").click()
    device.give()
    expect(page.get_by_text("It works: the test came back to this device.")).to_be_visible()
    scene.wait_for("shown.length === 1 && shown[0].title === 'Notifications work'")
    device.at_service.answers = [(503, {}), (410, {})]
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_text("push service is busy (HTTP 503)")).to_be_visible()
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_text("does not know this device any more")).to_be_visible()
    assert service.complaints == []


def test_what_is_shown_is_kept_by_the_server(scene: Scene) -> None:
    scene.page.get_by_text("Who wrote").click()
    scene.page.reload()
    expect(scene.page.get_by_role("radio", name="Who wrote")).to_be_checked()
    assert scene.privacy == "sender"
    scene.page.get_by_role("button", name="Turn off").click()
    expect(scene.page.get_by_text("Off", exact=True)).to_be_visible()
    expect(scene.page.get_by_role("button", name="Send a test")).to_be_hidden()


def test_what_is_shown_counts_although_its_page_was_left_before_the_answer(scene: Scene) -> None:
    """What this device said at its start was the choice before: a lock screen showed texts again."""
    scene.page.route(re.compile(r"/api/push/subscriptions/\d+/$"), lambda _: None)  # it never arrives
    scene.page.get_by_text("Who wrote").click()
    expect(scene.page.get_by_role("radio", name="Who wrote")).to_be_checked()
    scene.page.reload()
    wait_until(lambda: scene.privacy == "sender", what="a server that has heard of the choice")
    expect(scene.page.get_by_role("radio", name="Who wrote")).to_be_checked()


def test_two_tabs_and_a_phone_are_told_once(scene: Scene, windows: Windows, service: PushService) -> None:
    """By the pushes alone, as the site has sent them: the tabs of a device to which they come are silent."""
    device, phone = scene.device, service.subscribe(scene.device.at_service.site_key)
    scene.hanako.http.post("push/subscriptions/", json=phone.subscription).raise_for_status()
    larder = scene.hanako.create_room("Larder", scene.kenji)
    scene.page.get_by_role("button", name="Send a test").click()
    device.give()
    expect(scene.page.get_by_text("It works: the test came back to this device.")).to_be_visible()
    tabs = [scene.page, windows.open(address(larder), profile=device.context)]
    for tab in tabs:
        expect(room_link(tab, "Attic")).to_be_visible()
        tab.evaluate(KEEPING)
    for count, text in enumerate(["@hanako tea", "@hanako rice cakes"], start=1):
        message = scene.kenji.say(scene.room, text)
        for browser in (phone, device.at_service):
            wait_until(partial(has_newest, browser, f"kenji: {text}"), what=f"a push of {text}")
        # Push services may bring one twice.
        for _ in range(2):
            device.push(device.at_service.received[-1].text.decode())
        scene.wait_for(f"shown.filter(({{ data }}) => data.room).map(({{ body }}) => body).join() === 'kenji: {text}'")
        for tab in tabs:
            expect(tab.get_by_role("link", name=re.compile("^Inbox"))).to_have_accessible_name(f"Inbox {count} unread")
    assert [tab.evaluate("told") for tab in tabs] == [[], []]
    assert phone.asked <= 2
    assert service.complaints == []
    device.click(scene.tag)
    place = f"{address(scene.room)}/{message['seq']}"
    wait_until(lambda: place in paths(tabs), what="a tab that opens the message")
    opened = tabs[paths(tabs).index(place)]
    expect(opened.get_by_role("main").get_by_text("rice cakes")).to_be_visible()


def test_a_click_opens_the_message(scene: Scene) -> None:
    message = scene.notify("tea is ready")
    scene.device.click(scene.tag)
    expect(scene.page).to_have_url(f"{scene.device.site.url}/rooms/{scene.room['id']}/{message['seq']}")
    expect(scene.page.get_by_role("main").get_by_text("tea is ready")).to_be_visible()
    scene.wait_for("shown.length === 0")


def test_it_is_marked_as_read_from_the_notification(scene: Scene) -> None:
    scene.notify("tea is ready")
    assert scene.unread == 1
    scene.device.click(scene.tag, "read")
    expect(scene.page.get_by_role("link", name="Attic", exact=True)).to_be_visible()
    wait_until(lambda: scene.unread == 0, what="a server that has heard of it")


def test_one_for_a_room_and_it_goes_when_the_room_is_read_elsewhere(scene: Scene) -> None:
    scene.notify("tea is ready")
    message = scene.notify("and rice cakes")
    assert [each["body"] for each in scene.device.shown] == ["and rice cakes"]
    scene.hanako.http.post(f"rooms/{scene.room['id']}/read/", json={"seq": message["seq"]}).raise_for_status()
    scene.wait_for("shown.length === 0")


def test_one_answers_from_the_notification(scene: Scene) -> None:
    """By the page, and by the service worker where there is none."""
    scene.notify("tea is ready")
    scene.device.click(scene.tag, "reply", "coming")
    expect(scene.page.get_by_role("link", name="Attic", exact=True)).to_be_visible()
    wait_until(lambda: scene.said[-1:] == ["coming"] and scene.unread == 0)
    scene.notify("and rice cakes")
    scene.page.goto(f"{scene.device.site.url}/admin/login/")
    scene.device.click(scene.tag, "reply", "at once")
    wait_until(lambda: scene.said[-1:] == ["at once"] and scene.unread == 0)


def test_a_reply_is_marked_in_its_thread(scene: Scene) -> None:
    """By the page, and by the service worker where there is none. The room itself stays as unread as it was."""
    root = scene.kenji.say(scene.room, "tea is ready")
    for place in ("/settings/notifications", "/admin/login/"):
        scene.page.goto(scene.device.site.url + "/settings/notifications")
        scene.notify("@hanako rice cakes?", thread=root["id"])
        wait_until(lambda: scene.undone == 1)
        scene.page.goto(scene.device.site.url + place)
        scene.device.click(scene.tag, "read")
        wait_until(lambda: scene.undone == 0)
        assert scene.room_now["last_read_seq"] == scene.room["last_read_seq"]


def test_nothing_stays_of_a_person_who_signs_out(scene: Scene) -> None:
    scene.notify("tea is ready")
    scene.page.get_by_role("button", name="Account menu").click()
    scene.page.get_by_role("menuitem", name="Sign out").click()
    expect(scene.page).to_have_url(f"{scene.device.site.url}/signin")
    scene.wait_for("shown.length === 0")


def test_nothing_stays_where_the_session_is_ended_elsewhere(scene: Scene, windows: Windows) -> None:
    windows.expect(r"^401 ")
    scene.notify("tea is ready")
    scene.hanako.http.delete("me/sessions/").raise_for_status()
    scene.wait_for("shown.length === 0")


def test_it_goes_with_its_message(scene: Scene) -> None:
    message = scene.notify("tea is ready")
    scene.kenji.http.delete(f"messages/{message['id']}/").raise_for_status()
    scene.wait_for("shown.length === 0")


def test_many_at_once_can_all_be_closed(scene: Scene) -> None:
    """Chromium forgets one that is shown while somebody asks for those that are: it would stay for ever."""
    rooms = [scene.hanako.create_room(f"Larder {number}", scene.kenji) for number in range(MANY)]
    messages = [scene.kenji.say(room, "rice cakes") for room in rooms]
    scene.device.push(*(pushed(scene.device.site, message, scene.hanako) for message in messages))
    scene.wait_for(f"shown.length === {MANY}")
    for room in rooms:
        scene.hanako.http.post(f"rooms/{room['id']}/read/", json={"seq": 1}).raise_for_status()
    scene.wait_for("shown.length === 0")


def has_newest(browser: Browser, text: str) -> bool:
    """Whether the push that came last says this."""
    pushes = [each.content for each in browser.received]
    return bool(pushes) and pushes[-1]["notification"]["body"] == text


def paths(tabs: list[Page]) -> list[str]:
    """Asked of the tabs themselves: what Playwright knows of them stands still while nobody asks."""
    return [tab.evaluate("location.pathname") for tab in tabs]
