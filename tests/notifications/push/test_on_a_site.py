"""From a message to a device, with a real server whose jobs run in it, or in a worker of its own that is killed."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.push.service import Browser, PushService
from lab.servers.site import Site


@pytest.fixture
def site(tmp_path: Path, running: PushService) -> Iterator[Site]:
    with Site(tmp_path, env=running.settings) as site, site.no_traceback():
        yield site


class Talk:
    """kenji writes to hanako, who has a phone."""

    def __init__(self, site: Site, service: PushService) -> None:
        self.site = site
        self.hanako = Person.set_up(site)
        self.kenji = Person.register(site, "kenji")
        self.room = self.hanako.create_room("Attic", self.kenji)
        self.phone = service.subscribe(self.hanako.http.get("push/key/").json()["key"])
        answer = self.hanako.http.post("push/subscriptions/", json=self.phone.subscription)
        self.subscription: int = answer.raise_for_status().json()["id"]

    def say(self, text: str) -> Json:
        return self.kenji.say(self.room, text)


def bodies(phone: Browser) -> list[str]:
    return [push.content["notification"]["body"] for push in phone.received]


def test_a_phone_is_told(site: Site, running: PushService) -> None:
    talk = Talk(site, running)
    message = talk.say("@hanako tea is ready")
    (push,) = talk.phone.expect(1)
    notification = push.content["notification"]
    assert notification["body"] == "kenji: @hanako tea is ready"
    assert notification["navigate"] == f"{site.url}/rooms/{talk.room['id']}/{message['seq']}"
    answer = talk.hanako.http.post(f"push/subscriptions/{talk.subscription}/test/").raise_for_status()
    assert answer.json()["sent"]
    assert "tea is ready" not in site.log
    assert talk.phone.endpoint not in site.log
    assert running.complaints == []


def test_not_of_what_is_read_meanwhile_and_not_when_signed_out(site: Site, running: PushService) -> None:
    """The one that comes last shows that the others would have come before."""
    talk = Talk(site, running)
    message = talk.say("@hanako read at once")
    talk.hanako.http.post(f"rooms/{talk.room['id']}/read/", json={"seq": message["seq"]}).raise_for_status()
    other = Person.sign_in(site, "hanako")
    elsewhere = running.subscribe(talk.phone.site_key)
    other.http.post("push/subscriptions/", json=elsewhere.subscription).raise_for_status()
    other.http.delete("session/").raise_for_status()
    talk.say("@hanako the last one")
    talk.phone.expect(1)
    assert bodies(talk.phone) == ["kenji: @hanako the last one"]
    assert (talk.phone.asked, elsewhere.asked) == (1, 0)


def test_not_to_where_one_reads_already(site: Site, running: PushService) -> None:
    """Of the room that a device shows. Who goes away without having read is told after all."""
    talk = Talk(site, running)
    attic, talk.room = talk.room, talk.hanako.create_room("Hearth", talk.kenji)
    with Chatter(talk.hanako) as desktop:
        desktop.ask("presence.set", state="online", room=talk.room["id"])
        talk.say("@hanako here")
        talk.kenji.say(attic, "@hanako there")
        talk.phone.expect(1)
        assert bodies(talk.phone) == ["kenji: @hanako there"]
        desktop.ask("presence.set", state="away")
        talk.phone.expect(2, seconds=60)
    assert sorted(bodies(talk.phone)) == ["kenji: @hanako here", "kenji: @hanako there"]
    assert talk.phone.asked == 2


def test_a_process_that_is_killed_between_the_message_and_its_push(tmp_path: Path, running: PushService) -> None:
    """The next one sends it, once."""
    with Site(tmp_path, env=running.settings) as site:
        talk = Talk(site, running)
        message = talk.say("@hanako tea is ready")
        site.kill()
        site.start()
        talk.phone.expect(1)
        last = talk.say("@hanako and rice cakes")
        seen = threading.Event()
        talk.phone.before = seen.set
        assert seen.wait(30)
        talk.phone.expect(1)
    assert last["seq"] > message["seq"]
    assert talk.phone.asked == 2
