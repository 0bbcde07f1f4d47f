"""A call whose answer is lost is sent again, and makes what it makes once; an edit never undoes a newer one unseen."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from lab.browser.screens import address, choose, message, press_long, room_link
from lab.browser.windows import PHONE, Windows
from lab.clients.person import PASSWORD, Newcomer
from lab.servers.site import Site

LOST = r"ERR_FAILED"
AGAIN_WITHIN = 15_000  # the app tries again after 1.25 and 2.5 s at most


class LostAnswers:
    """The server carries the calls out, and its first answers do not arrive."""

    def __init__(self, page: Page, path: str, method: str, times: int = 1) -> None:
        self.keys: list[str | None] = []
        self._method, self._times = method, times
        page.route(re.compile(path), self._carry)

    def _carry(self, route: Route) -> None:
        if route.request.method != self._method:
            return route.continue_()
        self.keys.append(route.request.headers.get("idempotency-key"))
        answer = route.fetch()
        if len(self.keys) <= self._times:
            return route.abort()
        return route.fulfill(response=answer)


@pytest.mark.timed
def test_a_room_is_made_once_though_the_answer_is_lost_twice(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    windows.expect(LOST)
    kenji = newcomer(site)
    page = windows.open("/", person=kenji)
    lost = LostAnswers(page, r"/api/rooms/$", "POST", times=2)
    begin_room(page, "Once")
    expect(page.get_by_role("dialog").get_by_text("Trying again")).to_be_visible()
    expect(page.get_by_role("heading", name="Once", level=1)).to_be_visible(timeout=AGAIN_WITHIN)
    expect(room_link(page, "Once")).to_have_count(1)
    assert len(lost.keys) == 3
    assert len(set(lost.keys)) == 1
    assert lost.keys[0]
    assert [room["name"] for room in kenji.http.get("rooms/").json()["results"]].count("Once") == 1


def begin_room(page: Page, name: str) -> None:
    page.get_by_role("button", name="Create or find a room").click()
    page.get_by_role("menuitem", name="New room").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("dialog").get_by_role("button", name="Create room").click()


@pytest.mark.timed
def test_an_account_is_made_once_and_signed_in(site: Site, windows: Windows) -> None:
    windows.expect(LOST)
    page = windows.open("/signup")
    lost = LostAnswers(page, r"/api/register/$", "POST")
    for label, text in (("User name", "twice"), ("E-mail", "twice@example.org"), ("Password", PASSWORD)):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("navigation", name="Rooms")).to_be_visible(timeout=AGAIN_WITHIN)
    assert len(lost.keys) == 2
    assert len(set(lost.keys)) == 1


@pytest.mark.timed
def test_an_edit_whose_answer_is_lost_is_a_success(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    windows.expect(LOST)
    kenji = newcomer(site)
    room = kenji.create_room("By the fire")
    kenji.say(room, "The fire is lit.")
    page = windows.open(address(room), person=kenji)
    lost = LostAnswers(page, r"/api/messages/\d+/$", "PATCH")
    correct(page, "The fire is lit.", "The fire is warm.")
    expect(editor(page)).to_have_count(0, timeout=AGAIN_WITHIN)
    expect(message(page, "The fire is warm.")).to_be_visible()
    assert len(lost.keys) == 2


def correct(page: Page, before: str, after: str) -> None:
    choose(page, message(page, before), "Edit")
    editor(page).fill(after)
    editor(page).press("Enter")


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Edit message")


def test_an_edit_of_what_was_edited_elsewhere_is_a_choice(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    windows.expect(r"^409 PATCH")
    kenji = newcomer(site)
    room = kenji.create_room("By the fire")
    path = f"messages/{kenji.say(room, 'The fire is lit.')['id']}/"
    page = windows.open(address(room), person=kenji)

    def stored() -> str:
        return str(kenji.http.get(path).json()["text"])

    begin_correction(page, "The fire is lit.", "Mine.")
    kenji.http.patch(path, json={"text": "Theirs."}).raise_for_status()
    editor(page).press("Enter")
    question = page.get_by_role("region", name="You changed this message elsewhere")
    expect(question).to_be_focused()
    expect(question).to_contain_text("Theirs.")
    assert stored() == "Theirs."
    question.get_by_role("button", name="Save what I wrote here").press("Enter")
    expect(question).to_have_count(0)
    expect(message(page, "Mine.")).to_be_visible()
    assert stored() == "Mine."

    begin_correction(page, "Mine.", "Mine again.")
    kenji.http.patch(path, json={"text": "Theirs again."}).raise_for_status()
    editor(page).press("Enter")
    question.get_by_role("button", name="Leave it as it is now").click()
    expect(message(page, "Theirs again.")).to_be_visible()
    expect(editor(page)).to_have_count(0)
    assert stored() == "Theirs again."


def test_a_reaction_in_between_is_no_conflict(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    kenji, hanako = newcomer(site), newcomer(site)
    room = kenji.create_room("By the fire", hanako)
    path = f"messages/{kenji.say(room, 'The fire is lit.')['id']}/"
    page = windows.open(address(room), person=kenji, **PHONE)
    begin_correction(page, "The fire is lit.", "The fire is warm.", touch=True)
    hanako.http.put(f"{path}reactions/🔥/").raise_for_status()
    expect(message(page, "🔥")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(editor(page)).to_have_count(0)
    assert kenji.http.get(path).json()["text"] == "The fire is warm."


def begin_correction(page: Page, before: str, after: str, *, touch: bool = False) -> None:
    if touch:
        sheet = page.get_by_role("dialog", name="more")
        press_long(page, message(page, before).locator("p"), sheet)
        sheet.get_by_role("button", name="Edit", exact=True).tap()
    else:
        choose(page, message(page, before), "Edit")
    editor(page).fill(after)
