"""A device that takes pushes, and somebody who writes to its owner.

Chromium's own push service is not there, so the browser gets a subscription at that of lab/, and what this one has decrypted is given to
the service worker.
"""

import json
import uuid
from pathlib import Path
from typing import Any

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
  const asked = () => registration.getNotifications({ tag });
  const [notification] = await navigator.locks.request("irori-notifications", asked);
  const event = new NotificationEvent("notificationclick", { notification, action });
  dispatchEvent(Object.defineProperty(event, "reply", { value: reply }));
}"""
# In turn with what shows them, as the app does it: public/sw.js says why.
ALL = """navigator.serviceWorker.ready.then((registration) =>
  navigator.locks.request("irori-notifications", () => registration.getNotifications()))"""
CLOSE = f"async () => {{ for (const each of await {ALL}) each.close(); }}"
ACTIVE = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  while (active.state !== "activated") await new Promise((again) => setTimeout(again, 20));
}"""
SHOWN = f"async () => (await {ALL}).map(({{ title, body, tag, data }}) => ({{ title, body, tag, data }}))"


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
        self.push(*(push.text.decode() for push in pushes))

    def push(self, *texts: str) -> None:
        # Chromium drops what comes for a worker that has not begun.
        self.page.evaluate(ACTIVE)
        registration = self._registrations[-1]["registrationId"]
        for text in texts:
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
        self._see_a_push()

    def _see_a_push(self) -> None:
        """Until one has come, the page tells as well, and its notification may take the place of the push's: the site sends that three
        seconds later, and the lab at once."""
        expect(self.page.get_by_text("Also while Irori is closed.")).to_be_visible()
        test = {"title": "It works", "tag": "test", "data": {"test": True}}
        self.device.push(json.dumps({"web_push": 8030, "notification": test}))
        expect(self.page.get_by_text("Also while Irori is closed.", exact=True)).to_be_visible()
        self.page.evaluate(CLOSE)

    def notify(self, text: str, thread: int | None = None) -> dict[str, Any]:
        """kenji writes, and the device shows it."""
        undone = self.undone
        said = {"nonce": str(uuid.uuid4()), "text": text, "thread": thread}
        message: dict[str, Any] = self.kenji.http.post(f"rooms/{self.room['id']}/messages/", json=said).json()
        if thread is not None:
            # As the site does: a push goes out when its item is in the inbox. Pages close that of a reply which is not in it.
            wait_until(lambda: self.undone > undone)
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
    def room_now(self) -> dict[str, Any]:
        return dict(self.hanako.http.get(f"rooms/{self.room['id']}/").json())

    @property
    def unread(self) -> int:
        return int(self.room_now["unread"])

    @property
    def undone(self) -> int:
        return int(self.hanako.http.get("inbox/unread/").json()["unread"])

    @property
    def privacy(self) -> str:
        """What the server has of this device."""
        (device,) = self.hanako.http.get("push/subscriptions/").json()["results"]
        return str(device["privacy"])


def pushed(site: Site, message: dict[str, Any], person: Person) -> str:
    """As notifications/push/wording.py has it."""
    path = f"/rooms/{message['room']}/{message['seq']}"
    labels = {"read": "Mark as read", "reply": "Reply", "unsent": "Not sent"}
    data = {name: message[name] for name in ("room", "seq", "thread")} | {"user": person.id, "count": 1, **labels}
    notification = {"title": "Attic", "body": message["text"], "navigate": site.url + path, "lang": "en", "data": data}
    return json.dumps({"web_push": 8030, "notification": {**notification, "tag": f"irori-room-{message['room']}"}})
