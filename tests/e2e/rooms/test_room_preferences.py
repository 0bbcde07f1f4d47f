"""What somebody wants of a room for themselves: it follows to their other devices and concerns nobody else."""

from playwright.sync_api import Page, expect

from lab.browser.screens import address, message, room_link, room_list
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.rooms.test_direct_rooms import section


def test_a_favourite_comes_first_on_every_device(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    garden = hanako.create_room("Garden", kenji)
    hanako.create_room("Kitchen", kenji)
    page, phone = (windows.open(address(garden), person=kenji) for _ in range(2))
    hers = windows.open(address(garden), person=hanako)
    choose(page, "Add to favourites")
    for device in (page, phone):
        expect(section(device, "Favourites").get_by_role("link")).to_have_text(["Garden"])
        expect(room_list(device).get_by_role("link").first).to_have_text("Garden")
    expect(room_link(hers, "Garden")).to_be_visible()
    expect(section(hers, "Favourites")).to_have_count(0)
    choose(phone, "Remove from favourites")
    expect(section(page, "Favourites")).to_have_count(0)


def test_a_muted_room_asks_for_nothing(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    busy, quiet = hanako.create_room("Busy", kenji), hanako.create_room("Quiet", kenji)
    page = windows.open(address(busy), person=kenji)
    phone = windows.open(address(quiet), person=kenji)
    with page.expect_response("**/mine/"):
        choose(page, "Mute")
    page.goto(site.url + address(quiet))
    expect(room_link(phone, "Busy").get_by_role("img", name="muted")).to_be_visible()
    hanako.say(busy, f"@{kenji.username} hello")
    hanako.say(quiet, "the last thing said")
    expect(message(phone, "the last thing said")).to_be_visible()
    for device in (page, phone):
        expect(room_link(device, "Busy")).not_to_contain_text("unread")
        expect(device).to_have_title("Quiet · Irori")


def test_calls_are_counted_apart_and_alone_where_one_wants_no_more(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    busy, quiet = hanako.create_room("Busy", kenji), hanako.create_room("Quiet", kenji)
    page = windows.open(address(busy), person=kenji)
    choose(page, "Notifications")
    with page.expect_response("**/mine/"):
        page.get_by_text("Mentions", exact=True).click()
    expect(page.get_by_role("radio", name="Mentions")).to_be_checked()
    page.keyboard.press("Escape")
    page.goto(site.url + address(quiet))
    phone = windows.open(address(quiet), person=kenji)
    hanako.say(busy, "small talk")
    hanako.say(busy, f"and @{kenji.username}, tea?")
    for device in (page, phone):
        expect(room_link(device, "Busy")).to_contain_text("1 mention")
        expect(room_link(device, "Busy")).to_contain_text("2 unread")
        expect(device).to_have_title("(1) Quiet · Irori")
    page.goto(site.url + address(busy))
    expect(message(page, "tea?")).to_be_visible()
    for device in (page, phone):
        expect(room_link(device, "Busy")).not_to_contain_text("mention")
        expect(room_link(device, "Busy")).not_to_contain_text("unread")


def test_who_has_read_a_message(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji, yuki = newcomer(site), newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji, yuki)
    page = windows.open(address(room), person=hanako)
    hanako.say(room, "read this")
    message(page, "read this").hover()
    message(page, "read this").get_by_role("button", name="more").click()
    page.get_by_role("menuitem", name="Who has read it").click()
    expect(page.get_by_text("Read by 0 of 2")).to_be_visible()
    windows.open(address(room), person=kenji)
    expect(page.get_by_text("Read by 1 of 2")).to_be_visible()
    expect(page.get_by_role("dialog")).to_contain_text(kenji.display_name)


def test_one_tab_notifies_where_it_was_asked_to(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    busy, quiet = hanako.create_room("Busy", kenji), hanako.create_room("Quiet", kenji)
    # The browser of a test takes no pushes, and says so where the app asks for them.
    windows.expect("does not support the Push API in incognito mode")
    page = windows.open("/settings/notifications", person=kenji, permissions=["notifications"])
    page.evaluate(RECORD)
    expect(room_link(page, "Busy")).to_be_visible()
    hanako.say(busy, "before it is asked for")
    expect(room_link(page, "Busy")).to_contain_text("1 unread")
    page.get_by_role("button", name="Notify me").click()
    expect(page.get_by_text("On: new messages appear outside the page.")).to_be_visible()
    other = windows.open(address(quiet), profile=page.context)
    other.evaluate(RECORD)
    expect(room_link(other, "Busy")).to_contain_text("1 unread")
    hanako.say(busy, "tea is ready")
    expect_shown(page, f"{hanako.display_name} in Busy: tea is ready")
    expect(room_link(other, "Busy")).to_contain_text("2 unread")
    expect_shown(other, "")

    page.get_by_role("button", name="Turn off").click()
    hanako.say(busy, "again")
    expect(room_link(page, "Busy")).to_contain_text("3 unread")
    expect_shown(page, f"{hanako.display_name} in Busy: tea is ready")


# A browser without a screen has nowhere to show them.
RECORD = """() => {
  document.body.dataset.shown = "";
  window.Notification = class {
    static permission = "granted";
    static requestPermission = async () => "granted";
    constructor(title, { body }) { document.body.dataset.shown += `${title}: ${body}`; }
  };
}"""


def expect_shown(page: Page, notifications: str) -> None:
    expect(page.locator("body")).to_have_attribute("data-shown", notifications)


def choose(page: Page, item: str) -> None:
    page.get_by_role("button", name="Room menu").click()
    page.get_by_role("menuitem", name=item, exact=True).click()
