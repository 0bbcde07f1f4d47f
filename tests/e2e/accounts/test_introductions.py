"""Who somebody is, from where messages name them."""

import pytest
from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import address, composer, message
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Json, Newcomer, Person
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible
from tests.e2e.messages.test_threads import reply, thread


def test_an_author_is_introduced_by_name_and_by_picture(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = talk(hanako, kenji)
    page = windows.open(address(room), person=kenji)
    author = message(page, "first words").get_by_role("button", name=hanako.display_name, exact=True)
    author.click()
    expect(card(page, hanako)).to_contain_text(f"@{hanako.username}")
    expect_accessible(page)
    author.click()
    expect(card(page, hanako)).to_have_count(0)

    # The button of the name lies over the picture.
    message(page, "first words").locator("[aria-hidden=true]").first.click(force=True)
    expect(card(page, hanako)).to_be_visible()
    card(page, hanako).get_by_role("button", name="Message").click()
    expect(page.get_by_role("heading", name=hanako.display_name, level=1)).to_be_visible()


def test_who_is_called_is_introduced_without_a_mouse(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = talk(hanako, kenji)
    page = windows.open(address(room), person=hanako)
    expect(composer(page)).to_be_focused()
    called = message(page, "look here").get_by_role("button", name=f"@{kenji.username}")
    expect(called).to_be_visible()
    message(page, "look here").focus()
    page.keyboard.press("Tab")
    expect(called).to_be_focused()
    page.keyboard.press("Enter")
    expect(card(page, kenji)).to_contain_text(f"@{kenji.username}")
    page.keyboard.press("Escape")
    expect(card(page, kenji)).to_have_count(0)
    expect(called).to_be_focused()


def test_everybody_is_nobody_to_introduce(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = talk(hanako, kenji)
    hanako.say(room, "@here tea is ready")
    page = windows.open(address(room), person=kenji)
    expect(message(page, "tea is ready").get_by_text("@here")).to_be_visible()
    expect(message(page, "tea is ready").get_by_role("button", name="@here")).to_have_count(0)


def test_names_can_be_tabbed_to_in_the_current_message_alone(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = talk(hanako, kenji)
    page = windows.open(address(room), person=kenji)
    message(page, "first words").focus()
    expect(message(page, "first words").get_by_role("button", name=hanako.display_name, exact=True)).to_have_attribute(
        "tabindex", "0"
    )
    others = page.locator("article[tabindex='-1']")
    expect(others).to_have_count(1)
    expect(others.locator("a:not([tabindex='-1']), button:not([tabindex='-1'])")).to_have_count(0)


@pytest.mark.parametrize("name", ["author", "call"])
def test_people_are_introduced_in_a_thread_on_a_phone(
    site: Site, windows: Windows, newcomer: Newcomer, name: str
) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji, kind="private")
    root = kenji.say(room, "dinner plans")
    reply(hanako, room, root, f"noodles for @{kenji.username}")
    page = windows.open(f"{address(room)}?thread={root['id']}", person=kenji, **PHONE)
    person = hanako if name == "author" else kenji
    label = person.display_name if name == "author" else f"@{person.username}"
    message(thread(page), "noodles").get_by_role("button", name=label, exact=True).tap()
    expect(card(page, person)).to_contain_text(f"@{person.username}")
    page.keyboard.press("Escape")
    expect(card(page, person)).to_have_count(0)
    expect(thread(page)).to_be_visible()


def talk(author: Person, reader: Person) -> Json:
    room = author.create_room("Kitchen", reader, kind="private")
    author.say(room, "first words")
    author.say(room, f"look here @{reader.username}さん")
    return room


def card(page: Page, person: Person) -> Locator:
    return page.get_by_role("dialog", name=person.display_name)
