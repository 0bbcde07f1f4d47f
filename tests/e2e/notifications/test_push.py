"""From the settings page to a notification, in Chromium with its real service worker.

Chromium's own push service is not there, so the browser gets a subscription at that of lab/, and what this one has decrypted is given to
the service worker. All between is real: the site, its guarded client, TLS, the encryption, the service worker.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from lab.browser.windows import PATIENCE_MS, Windows
from lab.clients.person import Person
from lab.push.service import Browser, PushService
from lab.servers.process import wait_until
from lab.servers.site import Site

SUBSCRIBED = """(subscription) => {
  const fake = { ...subscription, options: {}, toJSON: () => subscription, unsubscribe: async () => true };
  PushManager.prototype.getSubscription = async () => null;
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    window.askedKey = applicationServerKey;
    return fake;
  };
}"""
# No notification of Chromium's has a field, but with a flag: the words are put beside the event.
CLICK = """async ({ tag, action, reply }) => {
  const [notification] = await registration.getNotifications({ tag });
  const event = new NotificationEvent("notificationclick", { notification, action });
  dispatchEvent(Object.defineProperty(event, "reply", { value: reply }));
}"""
SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(
  ({ title, body, tag, data }) => ({ title, body, tag, data }))"""


class Device:
    """A browser whose pushes come by the push service of lab/."""

    def __init__(self, windows: Windows, folder: Path, site: Site, service: PushService, person: Person) -> None:
        self.context: BrowserContext = windows.start_browser(folder)
        self.context.grant_permissions(["notifications"], origin=site.url)
        self.at_service: Browser = service.subscribe(person.http.get("push/key/").json()["key"])
        argument = json.dumps(self.at_service.subscription)
        self.context.add_init_script(f"({SUBSCRIBED})({argument})")
        self.site = site
        self.given = 0
        self.page: Page = windows.open("/settings/notifications", person=person, profile=self.context)
        self._cdp: CDPSession = self.context.new_cdp_session(self.page)
        self._registrations: list[dict[str, Any]] = []
        self._cdp.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda news: self._registrations.extend(news["registrations"]),
        )
        self._cdp.send("ServiceWorker.enable")

    def give(self) -> None:
        """What has come to the push service since, to the service worker."""
        pushes = self.at_service.expect(self.given + 1)[self.given :]
        self.given += len(pushes)
        for push in pushes:
            self.push(push.text.decode())

    def push(self, text: str) -> None:
        registration = self._registrations[-1]["registrationId"]
        self._cdp.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": self.site.url, "registrationId": registration, "data": text},
        )

    def click(self, tag: str, action: str = "", reply: str | None = None) -> None:
        (worker,) = self.context.service_workers
        worker.evaluate(CLICK, {"tag": tag, "action": action, "reply": reply})

    @property
    def shown(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate(SHOWN)
        return found


@pytest.fixture
def service(tmp_path: Path) -> Iterator[PushService]:
    with PushService(tmp_path / "service") as service:
        yield service


@pytest.fixture
def pushing(tmp_path: Path, service: PushService) -> Iterator[Site]:
    with Site(tmp_path / "site", env=service.settings) as site, site.no_traceback():
        yield site


class Scene:
    """hanako in the settings of a device, and kenji in a room with her."""

    def __init__(self, windows: Windows, folder: Path, service: PushService, site: Site) -> None:
        self.hanako = Person.set_up(site)
        self.kenji = Person.register(site, "kenji")
        self.room = self.hanako.create_room("Attic", self.kenji)
        self.tag = f"irori-room-{self.room['id']}"
        self.device = Device(windows, folder, site, service, self.hanako)
        self.page = self.device.page
        self.page.get_by_role("button", name="Notify me").click()
        expect(self.page.get_by_text("Also while Irori is closed.")).to_be_visible()

    def notify(self, text: str) -> dict[str, Any]:
        """kenji writes, and the device shows it."""
        message = self.kenji.say(self.room, text)
        self.device.push(pushed(self.device.site, message, self.hanako))
        self.wait_for(f"shown.some((each) => each.body === {json.dumps(text)})")
        return message

    def wait_for(self, condition: str) -> None:
        """Of `shown`, what the device shows."""
        told = self.page.evaluate(
            f"""async () => {{
              const until = Date.now() + {PATIENCE_MS};
              for (;;) {{
                const shown = await ({SHOWN})();
                if ({condition} || Date.now() > until) return shown;
                await new Promise((again) => setTimeout(again, 20));
              }}
            }}"""
        )
        assert self.page.evaluate(f"(shown) => {condition}", told), told

    @property
    def said(self) -> list[str]:
        """The texts of the room, the newest last."""
        answer = self.hanako.http.get(f"rooms/{self.room['id']}/messages/").json()
        return [each["text"] for each in answer["messages"]]

    @property
    def unread(self) -> int:
        return int(self.hanako.http.get(f"rooms/{self.room['id']}/").json()["unread"])


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
    (device,) = scene.hanako.http.get("push/subscriptions/").json()["results"]
    assert device["privacy"] == "sender"
    scene.page.get_by_role("button", name="Turn off").click()
    expect(scene.page.get_by_text("Off", exact=True)).to_be_visible()
    expect(scene.page.get_by_role("button", name="Send a test")).to_be_hidden()


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
    assert scene.unread == 0


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


def test_nothing_stays_of_a_person_who_signs_out(scene: Scene) -> None:
    scene.notify("tea is ready")
    scene.page.get_by_role("button", name="Account menu").click()
    scene.page.get_by_role("menuitem", name="Sign out").click()
    expect(scene.page).to_have_url(f"{scene.device.site.url}/signin")
    scene.wait_for("shown.length === 0")


def test_it_goes_with_its_message(scene: Scene) -> None:
    message = scene.notify("tea is ready")
    scene.kenji.http.delete(f"messages/{message['id']}/").raise_for_status()
    scene.wait_for("shown.length === 0")


def pushed(site: Site, message: dict[str, Any], person: Person) -> str:
    """As notifications/push/wording.py has it."""
    path = f"/rooms/{message['room']}/{message['seq']}"
    labels = {"read": "Mark as read", "reply": "Reply", "unsent": "Not sent"}
    data = {"user": person.id, "room": message["room"], "seq": message["seq"], "thread": None, "count": 1, **labels}
    notification = {"title": "Attic", "body": message["text"], "navigate": site.url + path, "lang": "en", "data": data}
    return json.dumps({"web_push": 8030, "notification": {**notification, "tag": f"irori-room-{message['room']}"}})
