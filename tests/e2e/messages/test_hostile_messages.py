"""What somebody may store to make a room unusable: it opens, every message can be read, and whoever may delete one can."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import address, composer, message, more, wait_in_page
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Newcomer, Person
from lab.servers.site import Site

LONGEST = 9_990
MANY = 100
# Of messages that hold the page up for seconds each, a room never opened; on a busy machine an ordinary one may take this.
OPENS_WITHIN = 20_000


def filled(piece: str) -> str:
    return piece * (LONGEST // len(piece))


HOSTILE = {
    "lists in lists": "- " * 1000,
    "numbers in numbers": "1. " * 1000,
    "lists in quotes": "> - " * 2400,
    "a wide table of short rows": f"{'a|' * 1000}\n{'-|' * 1000}\n{'a' + chr(10) * 1}" + "a\n" * 1400,
    "a square table": f"{'a|' * 400}\n{'-|' * 400}\n" + "a\n" * 400,
    "openings of code": filled("```\n"),
    "an address of dots": f"https://a{'.' * 9000}",
    "lines": f"begin{chr(10) * 9000}end",
    "one word": filled("wide"),
    "marks on one letter": "Z" + "\u0335\u0336\u0321\u0489" * 2000,
    "marks on each letter": filled("Z" + "\u0350\u0351\u0316\u0489" * 5),
    "turned writing": "\u202e" * 5000 + "turned",
    "headings": filled("# BIG\n"),
    "comments": filled("<!--"),
    "brackets": filled("]"),
    "code of one line": "```ini\n" + "a" * 4900 + "\n```",
    "code of many words": "```r\n" + "*" * 4900 + "\n```",
    "pictures": filled("![a](b)"),
}


@pytest.fixture
def owner(site: Site, newcomer: Newcomer) -> Person:
    return newcomer(site)


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["desktop", "phone"])
def test_a_room_full_of_hostile_messages_opens_and_can_be_cleaned_up(
    site: Site, windows: Windows, newcomer: Newcomer, owner: Person, screen: dict[str, Any]
) -> None:
    member = newcomer(site)
    room = owner.create_room("Vandals", member)
    texts = list(HOSTILE.values())
    for number in range(MANY):
        member.say(room, f"{texts[number % len(texts)][:LONGEST]}\n\n{number}")
    member.say(room, "the last word")

    page = windows.open(address(room), person=owner, **screen)
    expect(rows(page).first).to_be_visible(timeout=OPENS_WITHIN)
    expect(composer(page)).to_be_visible()
    expect_none_over_another(page)

    # It opens at the first unread message.
    first = message(page, "This message was deleted by a moderator")
    remove_by_keyboard(page, page.locator("article[data-index='0']"))
    expect(first).to_be_visible(timeout=OPENS_WITHIN)
    expect_none_over_another(page)

    page.get_by_role("button", name=re.compile("new messages$")).click()
    last = message(page, "the last word")
    expect(last).to_be_in_viewport(timeout=OPENS_WITHIN)
    expect_none_over_another(page)
    last.focus()
    expect(last).to_be_focused()
    for _ in range(4):
        before = focused(page).get_attribute("data-key") or ""
        page.keyboard.press("PageUp")
        expect(focused(page)).not_to_have_attribute("data-key", before, timeout=OPENS_WITHIN)
        expect(focused(page)).to_be_in_viewport(timeout=OPENS_WITHIN)
        expect_none_over_another(page)
    key = focused(page).get_attribute("data-key")
    remove_by_keyboard(page, page.locator(f"article[data-key='{key}']"))
    expect(first).to_be_in_viewport(timeout=OPENS_WITHIN)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_each_of_them_can_be_read_and_deleted(
    site: Site, windows: Windows, newcomer: Newcomer, owner: Person, text: str
) -> None:
    member = newcomer(site)
    room = owner.create_room("One", member)
    member.say(room, "before")
    member.say(room, text[:LONGEST])
    member.say(room, "after")
    page = windows.open(address(room), person=owner)
    expect(message(page, "after")).to_be_visible(timeout=OPENS_WITHIN)
    hostile = page.locator("article[data-index='1']")
    expect_none_over_another(page)
    width = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], "the page became wider than the window"
    assert hostile.locator("*").count() < 6000
    remove_by_keyboard(page, hostile)
    expect(hostile).to_contain_text("This message was deleted by a moderator")


def test_a_tall_message_shows_its_beginning_and_all_of_it_on_demand(
    site: Site, windows: Windows, owner: Person
) -> None:
    room = owner.create_room("Tall")
    owner.say(room, "\n".join(f"line {number} of many" for number in range(1, 201)))
    owner.say(room, "below it")
    page = windows.open(address(room), person=owner)
    tall = message(page, "line 1 of many")
    button = tall.get_by_role("button", name="Show all")
    expect(button).to_have_attribute("aria-expanded", "false")
    assert height(tall) < 720
    expect(tall).to_contain_text("line 200 of many")
    button.press("Enter")
    less = tall.get_by_role("button", name="Show less")
    expect(less).to_have_attribute("aria-expanded", "true")
    assert height(tall) > 3000
    expect_none_over_another(page)
    less.press("Enter")
    expect(button).to_be_visible()
    assert height(tall) < 720


def test_a_long_ordinary_message_is_shaped(site: Site, windows: Windows, owner: Person) -> None:
    room = owner.create_room("Minutes")
    table = "\n".join(["|" + " cell |" * 20, "|" + "---|" * 20, *["|" + " 12 |" * 20] * 40])
    nested = "\n".join(f"{'    ' * depth}- point {depth}" for depth in range(10))
    links = " ".join(f"[page {number}](https://example.org/{number})" for number in range(100))
    owner.say(room, f"# Minutes\n\n{table}\n\n{nested}\n\n{links}\n\n" + "Some *words* of prose. " * 50)
    page = windows.open(address(room), person=owner)
    minutes = message(page, "Minutes")
    expect(minutes.locator("td")).to_have_count(800)
    expect(minutes.locator(" ".join(["ul"] * 10))).to_contain_text("point 9")
    expect(minutes.locator("a")).to_have_count(100)
    expect(minutes.locator("em")).to_have_count(50)


def rows(page: Page) -> Locator:
    return page.get_by_role("article")


def focused(page: Page) -> Locator:
    return rows(page).and_(page.locator(":focus"))


def height(row: Locator) -> float:
    box = row.bounding_box()
    assert box is not None
    return box["height"]


def remove_by_keyboard(page: Page, row: Locator) -> None:
    """Through the menu, as with the pointer."""
    row.focus()
    more(row).focus()
    page.keyboard.press("Enter")
    item = page.get_by_role("menuitem", name="Delete", exact=True)
    # A menu that has no focus yet hears no key.
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("End")
    expect(item).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("alertdialog")
    dialog.get_by_role("button", name="Delete").press("Enter")
    expect(dialog).to_be_hidden()


OVERLAPS = """
() => {
  const rows = [...document.querySelectorAll("article[data-index]")]
    .map((row) => ({ index: Number(row.dataset.index), box: row.getBoundingClientRect() }))
    .sort((one, other) => one.index - other.index);
  return rows.slice(1).filter((row, at) => row.box.top < rows[at].box.bottom - 1).map(({ index }) => index);
}
"""


def expect_none_over_another(page: Page) -> None:
    wait_in_page(page, f"({OVERLAPS})().length === 0", "rows that lie below each other")


def test_two_people_of_one_name_are_told_apart(site: Site, windows: Windows, newcomer: Newcomer, owner: Person) -> None:
    one, other, third = newcomer(site), newcomer(site), newcomer(site)
    for twin, name in ((one, "Sakura"), (other, "ｓａｋｕｒａ "), (third, "Momiji")):
        twin.http.patch("me/", json={"display_name": name}).raise_for_status()
    room = owner.create_room("Twins", one, other, third)
    for person in (one, other, third):
        person.say(room, f"said by {person.username}")
    owner.http.post("direct/", json={"users": [one.id]}).raise_for_status()
    page = windows.open(address(room), person=owner)
    for twin in (one, other):
        named = message(page, f"said by {twin.username}").get_by_role("heading", level=2)
        expect(named).to_contain_text(f"@{twin.username}")
    alone = message(page, f"said by {third.username}").get_by_role("heading", level=2)
    expect(alone).to_contain_text("Momiji")
    expect(alone).not_to_contain_text("@")

    said = message(page, f"said by {other.username}")
    said.hover()
    expect(more(said)).to_have_attribute("aria-label", re.compile(rf"\(@{other.username}\)"))
    third.http.patch("me/", json={"display_name": owner.username}).raise_for_status()
    page.reload()
    expect(alone).to_contain_text(f"@{third.username}")
