"""Two people talk, and a third, who is not in the room, learns nothing of it."""

import time

import pytest
from playwright.sync_api import Page, expect

from lab.browser.screens import address, composer, message, open_room, room_link, room_list, say
from lab.browser.windows import Windows
from lab.clients.person import Newcomer, Person
from lab.servers.site import Site

WITHIN = 1.0  # seconds from Enter in one window to the text in the other


@pytest.mark.timed
def test_both_see_each_other_within_a_second(either_site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(either_site), newcomer(either_site)
    room = hanako.create_room("Two at the fire", kenji, kind="private")
    here, there = windows.open(address(room), person=hanako), windows.open(address(room), person=kenji)
    # A room shows before it is connected.
    say(here, "is anybody there?")
    expect(message(there, "is anybody there?")).to_be_visible()
    say(there, "はい")
    expect(message(here, "はい")).to_be_visible()
    for turn in range(3):
        assert seconds_until_seen(here, there, f"good evening {turn}") < WITHIN
        assert seconds_until_seen(there, here, f"こんばんは {turn}") < WITHIN


def test_a_new_room_appears_in_the_other_window_by_itself(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    there = windows.open("/", person=kenji)
    expect(room_list(there)).to_be_visible()
    hanako.create_room("Come over", kenji, kind="private")
    open_room(there, "Come over")


class TestOutsider:
    def test_sees_neither_room_nor_messages(
        self, either_site: Site, windows: Windows, newcomer: Newcomer, outsider: Person
    ) -> None:
        hanako = newcomer(either_site)
        room = hanako.create_room("Behind the door", kind="private")
        hanako.say(room, "only for us")
        assert outsider.http.get(f"rooms/{room['id']}/").status_code == 404, "an outsider, to begin with"

        page = windows.open("/", person=outsider)
        expect(room_list(page)).to_be_visible()
        expect(room_link(page, "Behind the door")).to_have_count(0)

        page.goto(windows.site.url + address(room))
        expect(page.get_by_role("heading", name="This room does not exist, or you are not in it")).to_be_visible()
        hanako.say(room, "still only for us")
        other = outsider.create_room("Elsewhere")
        outsider.say(other, "what the outsider may see")
        open_room(page, "Elsewhere")
        expect(message(page, "what the outsider may see")).to_be_visible()
        assert "only for us" not in page.content()
        assert "Behind the door" not in page.content()

    def test_gets_404_from_every_call(self, either_site: Site, newcomer: Newcomer, outsider: Person) -> None:
        hanako = newcomer(either_site)
        room = hanako.create_room("Behind the door", kind="private")
        said = hanako.say(room, "only for us")
        base = f"rooms/{room['id']}"
        calls = [
            ("GET", f"{base}/", None),
            ("PATCH", f"{base}/", {"name": "Mine"}),
            ("POST", f"{base}/join/", None),
            ("GET", f"{base}/members/", None),
            ("POST", f"{base}/members/", {"users": [outsider.id]}),
            ("DELETE", f"{base}/members/{hanako.id}/", None),
            ("GET", f"{base}/messages/", None),
            ("POST", f"{base}/messages/", {"nonce": "5f0c8f0e-9f58-4c59-8a7e-1f0e3c1d2b4a", "text": "hello"}),
            ("POST", f"{base}/read/", {"seq": 1}),
            ("PATCH", f"messages/{said['id']}/", {"text": "changed"}),
            ("DELETE", f"messages/{said['id']}/", None),
        ]
        answers = {f"{method} {path}": outsider.http.request(method, path, json=body) for method, path, body in calls}
        assert {call: answer.status_code for call, answer in answers.items()} == dict.fromkeys(answers, 404)
        assert not any("only for us" in answer.text for answer in answers.values())


def seconds_until_seen(sender: Page, reader: Page, text: str) -> float:
    composer(sender).fill(text)
    begun = time.monotonic()
    composer(sender).press("Enter")
    expect(message(reader, text)).to_be_visible()
    return time.monotonic() - begun
