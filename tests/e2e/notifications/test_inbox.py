"""The inbox, its badge and the room agree, on every device of a person."""

import re
import uuid

from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import address, message, room_link
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Json, Newcomer, Person, created
from lab.servers.process import wait_until
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible

JAPANESE = {**PHONE, "locale": "ja-JP"}
NOTHING = "All caught up"


class Scene:
    """kenji writes to hanako in one room, while her windows show others."""

    def __init__(self, site: Site, newcomer: Newcomer) -> None:
        self.hanako, self.kenji = newcomer(site), newcomer(site)
        self.room = self.hanako.create_room("Attic", self.kenji)
        self.other = self.hanako.create_room("Larder", self.kenji)

    def mention(self, text: str) -> Json:
        return self.kenji.say(self.room, f"@{self.hanako.username} {text}")

    @property
    def undone(self) -> int:
        return int(self.hanako.http.get("inbox/unread/").json()["unread"])


def badge(page: Page, count: int) -> None:
    link = page.get_by_role("link", name=re.compile("^Inbox"))
    expect(link).to_have_accessible_name(re.compile(rf"^Inbox\s*{count} unread$" if count else "^Inbox$"))


def listed(page: Page, part: str, *texts: str) -> None:
    """These, the newest first."""
    items: Locator = page.get_by_role("list", name=part, exact=True).get_by_role("link")
    expect(items).to_have_count(len(texts))
    for item, text in zip(items.all(), texts, strict=True):
        expect(item).to_contain_text(text)


def reply(person: Person, room: Json, root: Json, text: str) -> Json:
    form = {"nonce": str(uuid.uuid4()), "text": text, "thread": root["id"]}
    return created(person.http.post(f"rooms/{room['id']}/messages/", json=form))


def test_what_is_marked_in_one_tab_is_marked_in_the_other_and_on_a_phone(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    scene = Scene(site, newcomer)
    tab = windows.open(address(scene.other), person=scene.hanako)
    inbox = windows.open("/inbox", profile=tab.context)
    phone = windows.open("/inbox", person=scene.hanako, **PHONE)
    for page in (inbox, phone):
        expect(page.get_by_text(NOTHING)).to_be_visible()
    scene.mention("tea")
    newest = scene.mention("rice cakes")
    badge(tab, 2)
    for page in (inbox, phone):
        listed(page, "Unread", "rice cakes", "tea")

    inbox.get_by_role("link", name=re.compile("rice cakes")).focus()
    inbox.keyboard.press("d")
    expect(inbox.get_by_role("link", name=re.compile("tea$"))).to_be_focused()
    badge(tab, 1)
    for page in (inbox, phone):
        listed(page, "Unread", "tea")
        listed(page, "Done", "rice cakes")
    # The last one: focus is not lost, and the same key marks nothing as unread.
    inbox.keyboard.press("d")
    expect(inbox.get_by_text(NOTHING)).to_be_visible()
    inbox.keyboard.press("d")
    badge(tab, 0)
    expect(phone.get_by_text(NOTHING)).to_be_visible()
    listed(inbox, "Done", "rice cakes", "tea")
    assert scene.undone == 0

    third = scene.mention("and a kettle")
    badge(tab, 1)
    scene.hanako.http.post(f"rooms/{scene.room['id']}/read/", json={"seq": third["seq"]}).raise_for_status()
    badge(tab, 0)
    for page in (inbox, phone):
        listed(page, "Done", "and a kettle", "rice cakes", "tea")
    assert newest["seq"] < third["seq"]


def test_one_is_opened_from_the_inbox(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    scene = Scene(site, newcomer)
    said = scene.mention("tea")
    page = windows.open(address(scene.other), person=scene.hanako)
    badge(page, 1)
    page.get_by_role("link", name=re.compile("^Inbox")).click()
    page.get_by_role("main").get_by_role("link", name=re.compile("tea")).click()
    expect(page).to_have_url(f"{site.url}{address(scene.room)}/{said['seq']}")
    expect(message(page, "tea")).to_be_visible()
    badge(page, 0)


def test_the_badge_follows_a_mark_of_unread_a_deletion_and_a_hiding(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    scene = Scene(site, newcomer)
    page = windows.open(address(scene.other), person=scene.hanako)
    badge(page, 0)
    said = scene.mention("tea")
    badge(page, 1)
    room = f"rooms/{scene.room['id']}"
    scene.hanako.http.post(f"{room}/read/", json={"seq": said["seq"]}).raise_for_status()
    badge(page, 0)
    scene.hanako.http.post(f"{room}/unread/", json={"seq": said["seq"]}).raise_for_status()
    badge(page, 1)
    scene.kenji.http.delete(f"messages/{said['id']}/").raise_for_status()
    badge(page, 0)

    here = scene.kenji.say(scene.room, "@here rice cakes")
    badge(page, 1)
    scene.kenji.http.patch(f"messages/{here['id']}/", json={"text": "rice cakes"}).raise_for_status()
    badge(page, 0)
    scene.kenji.http.patch(f"messages/{here['id']}/", json={"text": "@here rice cakes"}).raise_for_status()
    badge(page, 1)
    scene.hanako.http.put(f"me/hidden/{scene.kenji.id}/").raise_for_status()
    badge(page, 0)
    scene.hanako.http.delete(f"me/hidden/{scene.kenji.id}/").raise_for_status()
    badge(page, 1)


def test_an_open_list_shows_what_was_edited_and_not_what_was_deleted(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    scene = Scene(site, newcomer)
    said = scene.mention("tea")
    page = windows.open("/inbox", person=scene.hanako)
    listed(page, "Unread", "tea")
    text = f"@{scene.hanako.username} coffee"
    scene.kenji.http.patch(f"messages/{said['id']}/", json={"text": text}).raise_for_status()
    listed(page, "Unread", "coffee")
    scene.kenji.http.delete(f"messages/{said['id']}/").raise_for_status()
    expect(page.get_by_text(NOTHING)).to_be_visible()


def test_a_phone_that_opens_a_thread_first_marks_its_replies(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    """As a push leads there: the list of rooms, which has the badge, was never on the screen."""
    scene = Scene(site, newcomer)
    root = scene.hanako.say(scene.room, "dinner plans")
    answer = reply(scene.kenji, scene.room, root, f"@{scene.hanako.username} noodles")
    wait_until(lambda: scene.undone == 1, what="the item")
    path = f"{address(scene.room)}/{answer['seq']}?thread={root['id']}"
    page = windows.open(path, person=scene.hanako, **PHONE)
    expect(page.get_by_role("feed", name="Messages in this thread")).to_contain_text("noodles")
    wait_until(lambda: scene.undone == 0, what="its mark as done")
    page.goto(site.url)
    expect(room_link(page, "Attic")).to_be_visible()
    badge(page, 0)


def test_it_fits_a_phone_in_japanese(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    scene = Scene(site, newcomer)
    scene.kenji.http.patch("me/", json={"display_name": "Kenji of the long and winding road home"}).raise_for_status()
    scene.mention("tea " * 60)
    page = windows.open("/inbox", person=scene.hanako, **JAPANESE)
    item = page.get_by_role("list", name="未読").get_by_role("link")
    expect(item).to_be_visible()
    why = item.get_by_text("あなたへのメンション")
    box = why.bounding_box()
    assert box is not None
    assert box["width"] > 150
    whole = item.bounding_box()
    assert whole is not None
    assert whole["height"] < 150, "more than the first lines of a long message"
    expect(item.get_by_text("Attic")).to_be_in_viewport()
    expect_fitting(page)
    expect_accessible(page)
    page.goto(f"{site.url}/settings/notifications")
    expect(page.get_by_role("form", name="キーワード")).to_be_visible()
    expect(page.get_by_text("各ルームのメニューで、")).to_be_visible()
    expect_fitting(page)
    expect_accessible(page)


def expect_fitting(page: Page) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
