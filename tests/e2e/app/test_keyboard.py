"""Without a mouse."""

from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import address, composer, message, more, room_link, wait_in_page
from lab.browser.windows import Windows
from lab.clients.person import PASSWORD, Newcomer
from lab.servers.site import Site


def test_sign_in_open_a_room_and_send(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    hanako.create_room("Reached by keys")
    page = windows.open("/signin")
    expect(page.get_by_label("User name or e-mail")).to_be_focused()
    page.keyboard.type(hanako.username)
    tab_to(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(room_link(page, "Reached by keys")).to_be_visible()

    tab_to(page, "nav a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Reached by keys", level=1)).to_be_visible()
    expect(composer(page)).to_be_visible()
    tab_to(page, "textarea")
    page.keyboard.type("no mouse was used")
    page.keyboard.press("Enter")
    expect(message(page, "no mouse was used")).to_be_visible()


def test_the_messages_are_one_tab_stop_with_their_links_behind_it(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Links")
    hanako.say(room, "https://example.org/one")
    hanako.say(room, "https://example.org/two")
    hanako.say(room, "words")
    page = windows.open(address(room), person=hanako)
    expect(composer(page)).to_be_focused()
    expect(message(page, "words")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(message(page, "words")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(message(page, "two")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="https://example.org/two")).to_be_focused()
    page.keyboard.press("Tab")
    expect(message(page, "two").get_by_role("toolbar").get_by_role("button").first).to_be_focused()
    page.keyboard.press("End")
    expect(more(message(page, "two"))).to_be_focused()
    page.keyboard.press("Tab")
    expect(composer(page)).to_be_focused()


def test_a_message_is_corrected_from_its_menu(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Second thoughts")
    hanako.say(room, "teh tea")
    page = windows.open(address(room), person=hanako)
    expect(composer(page)).to_be_focused()
    expect(message(page, "teh tea")).to_be_visible()
    menu = more(message(page, "teh tea"))

    editor = page.get_by_role("textbox", name="Edit message")

    reach(page, menu)
    choose(page, menu, "Edit")
    expect(editor).to_be_focused()
    expect(editor).to_have_value("teh tea")
    page.keyboard.press("Escape")
    expect(message(page, "teh tea")).to_be_focused()

    reach(page, menu)
    choose(page, menu, "Edit")
    expect(editor).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("the tea")
    page.keyboard.press("Enter")
    expect(message(page, "the tea")).to_contain_text("edited")
    expect(message(page, "the tea")).to_be_focused()


def reach(page: Page, menu: Locator) -> None:
    """The menu of the last message, from the composer or from the message."""
    if page.locator("textarea:focus").count():
        page.keyboard.press("Shift+Tab")
    expect(page.locator("article:focus")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("article h2 button:focus")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("toolbar").locator("button:focus")).to_be_visible()
    page.keyboard.press("End")
    expect(menu).to_be_focused()


def choose(page: Page, menu: Locator, name: str) -> None:
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    item = page.get_by_role("menuitem", name=name)
    expect(item).to_be_visible()
    # The key that opens a menu leads to its first item, a moment later.
    expect(page.get_by_role("menuitem").first).to_be_focused()
    for _ in range(page.get_by_role("menuitem").count()):
        if item.evaluate("element => element === document.activeElement"):
            break
        # The next press counts only from where this one has led.
        before = page.evaluate_handle("document.activeElement")
        page.keyboard.press("ArrowDown")
        wait_in_page(page, "before => document.activeElement !== before", "the next entry", before)
    expect(item).to_be_focused()
    page.keyboard.press("Enter")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this is focused; every stop on the way has to show where the focus is."""
    for _ in range(30):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
        # A busy machine draws the ring a frame later.
        wait_in_page(page, FOCUS_SHOWS, f"a ring around {page.evaluate('document.activeElement.outerHTML')}")
    raise AssertionError(f"{selector} cannot be reached with Tab")


FOCUS_SHOWS = """() => {
  const element = document.activeElement;
  if (element === document.body) return true;
  // The composer's ring is around its field and its buttons.
  const ringed = element.matches("form textarea") ? [element, element.parentElement.parentElement] : [element];
  return ringed.map(each => getComputedStyle(each)).some(style =>
    style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
}"""
