"""Talking with a few people alone: found by person, named after them, seen and read by nobody else."""

from playwright.sync_api import Locator, Page, expect

from lab.browser.screens import address, composer, message, room_link, say
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Json, Newcomer, Person
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible
from tests.e2e.app.test_narrow import expect_nothing_sticks_out


def test_from_the_members_to_a_talk_between_two(
    site: Site, windows: Windows, newcomer: Newcomer, outsider: Person
) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    kitchen = hanako.create_room("Kitchen", kenji, outsider)
    hers, his, theirs = (windows.open(address(kitchen), person=person) for person in (hanako, kenji, outsider))
    for page in (his, theirs):
        expect(room_link(page, "Kitchen")).to_be_visible()
    hers.get_by_role("button", name="3 members").click()
    hers.get_by_role("complementary", name="Members").get_by_role("button", name=f"@{kenji.username}").click()
    expect(hers.get_by_role("dialog", name=kenji.display_name)).to_contain_text("online")
    expect_accessible(hers)
    hers.get_by_role("button", name="Message", exact=True).click()
    expect(hers.get_by_role("heading", name=kenji.display_name, level=1)).to_be_visible()
    say(hers, "only for you")

    expect(section(his, "Direct messages").get_by_role("link", name=hanako.display_name)).to_contain_text("1 unread")
    expect(hers.get_by_text("Seen", exact=True)).to_be_hidden()
    room_link(his, hanako.display_name).click()
    expect(message(his, "only for you")).to_be_visible()
    expect(hers.get_by_text("Seen", exact=True)).to_be_visible()
    expect(section(theirs, "Direct messages")).to_have_count(0)
    his.get_by_role("button", name="Room menu").click()
    expect(his.get_by_role("menuitem", name="Add to favourites")).to_be_visible()
    expect(his.get_by_role("menuitem", name="Leave")).to_have_count(0)
    theirs.goto(hers.url)
    expect(theirs.get_by_role("heading", name="This room does not exist, or you are not in it")).to_be_visible()


def test_the_same_people_meet_in_the_same_room(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji, yuki = newcomer(site), newcomer(site), newcomer(site)
    room = direct(yuki, hanako, kenji)
    page = windows.open("/", person=hanako)
    page.get_by_role("button", name="Create or find a room").click()
    page.get_by_role("menuitem", name="New message").click()
    start = page.get_by_role("button", name="Open conversation")
    expect(start).to_be_disabled()
    for person in (kenji, yuki):
        page.get_by_label("People", exact=True).fill(person.username)
        page.get_by_role("dialog").get_by_role("button", name=f"@{person.username}").click()
    expect_accessible(page)
    start.click()
    expect(page).to_have_url(site.url + address(room))
    expect(page.get_by_role("heading", level=1)).to_contain_text(kenji.display_name)
    expect(page.get_by_role("heading", level=1)).to_contain_text(yuki.display_name)


def test_a_talk_on_a_phone(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = direct(hanako, kenji)
    kenji.say(room, "お茶が入りました")
    page = windows.open("/", person=hanako, **PHONE)
    section(page, "Direct messages").get_by_role("link").tap()
    expect(message(page, "お茶が入りました")).to_be_visible()
    expect(composer(page)).to_be_visible()
    expect_nothing_sticks_out(page)


def direct(person: Person, *others: Person) -> Json:
    answer = person.http.post("direct/", json={"users": [other.id for other in others]}).raise_for_status()
    room: Json = answer.json()
    return room


def section(page: Page, title: str) -> Locator:
    return page.get_by_role("navigation", name="Rooms").get_by_role("region", name=title)
