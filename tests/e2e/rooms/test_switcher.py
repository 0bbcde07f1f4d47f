"""Any room or person from anywhere, by a few letters."""

from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import address, composer, room_link, settle
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible

INHERITED = """(element) => {
  const style = getComputedStyle(element);
  return [...style, "--removed-body-scroll-bar-size"].map((name) => `${name}: ${style.getPropertyValue(name)}`);
}"""


def test_a_room_by_a_few_letters(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    here, *_ = [hanako.create_room(name) for name in ("Kitchen", "Garden path", "Kanazawa meetup")]
    page = windows.open(address(here), person=hanako)
    expect(composer(page)).to_be_focused()
    page.keyboard.press("Control+K")
    expect(field(page)).to_be_focused()
    expect(options(page)).to_have_count(2)
    page.keyboard.type("gp")
    expect(chosen(page)).to_have_text("Garden path")
    expect_accessible(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Garden path", level=1)).to_be_visible()
    expect(field(page)).to_be_hidden()


def test_the_last_room_is_one_stroke_away(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    rooms = [hanako.create_room(name) for name in ("One", "Two", "Three")]
    page = windows.open(address(rooms[0]), person=hanako)
    for room in (rooms[2], rooms[1]):
        page.goto(site.url + address(room))
        expect(composer(page)).to_be_focused()
    page.keyboard.press("Control+K")
    expect(field(page)).to_be_focused()
    expect(options(page).first).to_contain_text("Three")
    page.keyboard.press("ArrowDown")
    expect(chosen(page)).to_contain_text("One")
    page.keyboard.press("Escape")
    expect(field(page)).to_be_hidden()
    expect(composer(page)).to_be_focused()


def test_people_are_found_too(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    page = windows.open(address(hanako.create_room("Kitchen")), person=hanako)
    page.get_by_role("button", name="Go to a room or person").click()
    field(page).fill(kenji.username)
    expect(options(page).filter(has_text=f"@{kenji.username}").first).to_be_visible()
    field(page).fill(hanako.username)
    expect(options(page).filter(has_text=f"@{hanako.username} ")).to_have_count(0)
    field(page).fill("nobody is called that")
    expect(options(page)).to_have_text(["Search messages for “nobody is called that”"])


def test_a_person_with_a_room_is_listed_once(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    hanako.say(hanako.http.post("direct/", json={"users": [kenji.id]}).json(), "hello")
    page = windows.open(address(hanako.create_room("Kitchen")), person=hanako)
    expect(composer(page)).to_be_focused()
    page.keyboard.press("Control+K")
    with page.expect_response("**/api/users/**"):
        field(page).fill(kenji.display_name)
    # The last line searches messages for what was typed.
    expect(options(page).filter(has_text=kenji.display_name, has_not_text="Search messages")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=kenji.display_name, level=1)).to_be_visible()


def test_a_public_room_is_found_and_joined(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    name = f"Observatory of {kenji.username}"
    kenji.create_room(name, kind="public")
    page = windows.open(address(hanako.create_room("Kitchen")), person=hanako)
    expect(composer(page)).to_be_focused()
    page.keyboard.press("Control+K")
    field(page).fill(name)
    expect(chosen(page)).to_contain_text("Join")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def test_the_list_scrolls_to_the_room(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    rooms = [hanako.create_room(f"Room {number:02}") for number in range(40)]
    page = windows.open(address(rooms[0]), person=hanako)
    expect(room_link(page, "Room 00")).to_be_in_viewport()
    expect(room_link(page, "Room 39")).not_to_be_in_viewport()
    expect(composer(page)).to_be_focused()
    page.keyboard.press("Control+K")
    field(page).fill("Room 39")
    page.keyboard.press("Enter")
    expect(room_link(page, "Room 39")).to_be_in_viewport()
    expect(room_link(page, "Room 00")).not_to_be_in_viewport()


def test_enter_that_ends_a_conversion_chooses_nothing(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    here, *_ = [hanako.create_room(name) for name in ("Kitchen", "コーヒー")]
    page = windows.open(address(here), person=hanako)
    expect(composer(page)).to_be_focused()
    page.keyboard.press("Control+K")
    expect(field(page)).to_be_focused()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "こーひー", "selectionStart": 4, "selectionEnd": 4})
    expect(chosen(page)).to_contain_text("コーヒー")
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "windowsVirtualKeyCode": 229, "key": "Enter"})
    keyboard.send("Input.insertText", {"text": "コーヒー"})
    expect(field(page)).to_have_value("コーヒー")
    expect(page.locator("h1")).to_have_text("Kitchen")
    page.keyboard.type(" ", delay=60)  # as fast as fingers: an Enter at once would be the one that ended the conversion
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="コーヒー", level=1)).to_be_visible()


def test_it_fills_a_phone(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    hanako.create_room("Kitchen")
    page = windows.open("/", person=hanako, **PHONE)
    page.get_by_role("button", name="Go to a room or person").tap()
    expect(page.get_by_role("dialog")).to_be_visible()
    settle(page)
    box = page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert [round(box[side]) for side in ("x", "y", "width", "height")] == [0, 0, 360, 740]
    options(page).filter(has_text="Kitchen").tap()
    expect(page.get_by_role("heading", name="Kitchen", level=1)).to_be_visible()


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Go to a room or person")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Rooms and people").get_by_role("option")


def chosen(page: Page) -> Locator:
    return page.get_by_role("option", selected=True)


def test_the_page_behind_it_gets_no_new_style_and_no_clicks(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    """An inherited style of the body is one of each element: with 300 rooms half of the time until the field was there."""
    hanako = newcomer(site)
    here, other = hanako.create_room("Kitchen"), hanako.create_room("Garden path")
    page = windows.open(address(here), person=hanako)
    expect(composer(page)).to_be_focused()
    link = room_link(page, "Garden path").element_handle()  # a modal hides it from roles
    before = link.evaluate(INHERITED)
    page.keyboard.press("Control+K")
    expect(field(page)).to_be_focused()
    assert page.evaluate("getComputedStyle(document.body).pointerEvents") == "none"
    assert link.evaluate(INHERITED) == before
    place = link.bounding_box()
    assert place
    page.mouse.click(place["x"] + 5, place["y"] + 5)
    expect(field(page)).to_be_hidden()
    assert page.url.endswith(address(here)), f"not {address(other)}"
