"""What pictures showed: lines broken inside a word, and colours that were the browser's own or said what they do not mean."""

import re

from playwright.sync_api import Locator, expect

from lab.browser.screens import address
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Newcomer, Person
from lab.servers.site import Site

PHONE_IN_JAPAN = {**PHONE, "locale": "ja-JP"}
TWO_LINES = 40  # pixels of small text
LEFT = "(element) => Math.round(element.getBoundingClientRect().left)"


def style(element: Locator, name: str) -> str:
    return str(element.evaluate("(element, name) => getComputedStyle(element)[name]", name))


def test_the_buttons_of_a_person_have_one_line_each(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    person, other = newcomer(site), newcomer(site)
    room = person.create_room("Cards", other)
    other.say(room, "somebody wrote")
    page = windows.open(address(room), person=person, locale="ja-JP")
    page.get_by_role("article").get_by_role("button", name=other.display_name).first.click()
    hide = page.get_by_role("button", name="非表示にする").bounding_box()
    assert hide
    assert hide["height"] < TWO_LINES


def test_a_newcomer_reads_all_that_is_said_of_a_room(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    newcomer(site).create_room("Nothing said yet")
    page = windows.open("/", person=newcomer(site), **PHONE_IN_JAPAN)
    facts = page.get_by_text(re.compile("まだメッセージはありません$")).first
    expect(facts).to_be_visible()
    assert facts.evaluate("(element) => element.scrollWidth <= element.clientWidth")
    heading = page.get_by_role("heading", name="参加できるルーム")
    new_room = page.get_by_role("region").get_by_role("button", name="新しいルーム")
    assert style(new_room, "borderColor") != "rgba(0, 0, 0, 0)", "seen as a button where it begins"
    # With more rooms than are shown, the button that shows all comes first.
    first = new_room.locator("xpath=..").get_by_role("button").first
    assert heading.evaluate(LEFT) + 8 == first.evaluate(LEFT)


def test_what_is_chosen_is_not_the_colour_of_a_call(site: Site, windows: Windows, outsider: Person) -> None:
    page = windows.open("/", person=outsider)
    page.get_by_role("button", name="Create or find a room").click()
    page.get_by_role("menuitem", name="New room").click()
    send = style(page.get_by_role("button", name="Create room"), "backgroundColor")
    public = page.get_by_role("radio", name=re.compile("^Public"))
    text = style(page.get_by_role("heading", name="New room"), "color")
    assert style(public, "accentColor") == text != send
    assert style(page.locator("label").filter(has=public), "borderColor") != send


def test_japanese_words_stay_whole_in_the_middle_of_a_page(site: Site, windows: Windows, outsider: Person) -> None:
    page = windows.open("/inbox", person=outsider, locale="ja-JP")
    hint = page.get_by_text("フォロー中のスレッドへの返信がここに表示されます")
    expect(hint).to_be_visible()
    assert style(hint, "wordBreak") == "auto-phrase"


def test_my_own_name_is_not_cut_on_a_phone(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    person = newcomer(site)
    name = "田中 花子 Hanako"
    person.http.patch("me/", json={"display_name": name}).raise_for_status()
    page = windows.open("/settings/profile", person=person, **PHONE)
    shown = page.get_by_role("paragraph").filter(has_text=name)
    expect(shown).to_be_visible()
    assert shown.evaluate("(element) => element.scrollWidth <= element.clientWidth")
