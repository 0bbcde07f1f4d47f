"""Who is here, what they are up to, and who is typing."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from lab.browser.screens import address, composer, room_link
from lab.browser.windows import Windows
from lab.clients.person import Newcomer, Person
from lab.servers.site import Site
from tests.e2e.rooms.test_direct_rooms import direct


def test_somebody_comes_turns_away_and_goes(
    either_site: Site, windows: Windows, newcomer: Newcomer, outsider: Person
) -> None:
    hanako, kenji = newcomer(either_site), newcomer(either_site)
    room = direct(hanako, kenji)
    hers = windows.open(address(room), person=hanako)
    expect(portrait(hers)).to_have_attribute("data-presence", "offline")
    his = windows.open("/settings", person=kenji)
    expect(portrait(hers)).to_have_attribute("data-presence", "online")
    expect(room_link(hers, kenji.display_name)).to_contain_text("online")
    hide(his, hidden=True)
    expect(portrait(hers)).to_have_attribute("data-presence", "away")
    hide(his, hidden=False)
    expect(portrait(hers)).to_have_attribute("data-presence", "online")
    his.close()
    expect(portrait(hers)).to_have_attribute("data-presence", "offline")


def test_a_status_is_set_seen_and_cleared(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = direct(hanako, kenji)
    hers = windows.open(address(room), person=hanako)
    his, his_phone = (windows.open("/settings", person=kenji) for _ in range(2))
    expect(portrait(hers)).to_have_attribute("data-presence", "online")
    his.get_by_label("What are you up to?").fill("お茶を淹れています")
    his.get_by_role("button", name="Set a status").click()
    head = hers.locator("header").filter(has=hers.get_by_role("heading", level=1))
    expect(head).to_contain_text("お茶を淹れています")
    expect(his_phone.get_by_label("What are you up to?")).to_have_value("お茶を淹れています")
    his_phone.get_by_role("button", name="Clear").click()
    expect(head).not_to_contain_text("お茶")
    expect(his.get_by_label("What are you up to?")).to_have_value("")


def test_a_status_set_while_another_device_was_away_shows_there(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    hanako = newcomer(site)
    laptop, phone = (windows.open("/settings", person=hanako) for _ in range(2))
    expect(phone.get_by_label("What are you up to?")).to_be_visible()
    windows.expect("ERR_INTERNET_DISCONNECTED|WebSocket")
    phone.context.set_offline(True)
    expect(phone.get_by_role("status").filter(has_text="offline")).to_be_visible()
    laptop.get_by_label("What are you up to?").fill("On the train")
    laptop.get_by_role("button", name="Set a status").click()
    expect(laptop.get_by_role("button", name="Clear")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.get_by_label("What are you up to?")).to_have_value("On the train")


def test_who_is_writing_shows_where_they_write(
    site: Site, windows: Windows, newcomer: Newcomer, outsider: Person
) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    kitchen = hanako.create_room("Kitchen", kenji, outsider)
    talk = direct(hanako, kenji)
    hers, theirs = windows.open(address(talk), person=hanako), windows.open(address(kitchen), person=outsider)
    his = windows.open(address(talk), person=kenji)
    expect(composer(theirs)).to_be_visible()
    expect(portrait(hers)).to_have_attribute("data-presence", "online")
    composer(his).press_sequentially("well")
    expect(hers.get_by_text(f"{kenji.display_name} is typing")).to_be_visible()
    expect(theirs.get_by_text("is typing")).to_have_count(0)


def test_what_is_written_just_before_there_is_a_connection_shows_with_it(
    site: Site, windows: Windows, newcomer: Newcomer
) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    talk = direct(hanako, kenji)
    hers = windows.open(address(talk), person=hanako)
    his = windows.open("/healthz", person=kenji)
    greetings: list[Callable[[], None]] = []
    is_open = False

    def carry(page_end: WebSocketRoute) -> None:
        server_end = page_end.connect_to_server()
        page_end.on_message(server_end.send)
        server_end.on_message(
            lambda text: page_end.send(text) if is_open else greetings.append(lambda: page_end.send(text))
        )

    his.route_web_socket(re.compile("/ws/chat/"), carry)
    his.goto(site.url + address(talk))
    expect(portrait(hers)).to_have_attribute("data-presence", "online")
    composer(his).press_sequentially("well")
    is_open = True
    for greet in greetings:
        greet()
    expect(hers.get_by_text(f"{kenji.display_name} is typing")).to_be_visible()


def portrait(page: Page) -> Locator:
    """In the head of a room between two."""
    return page.locator("main [data-presence]").first


def hide(page: Page, *, hidden: bool) -> None:
    """A browser without a screen hides no window, so the page is told that it is hidden."""
    page.evaluate(
        """(state) => {
          Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        "hidden" if hidden else "visible",
    )


def test_a_status_ends_by_itself_for_everybody(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Kitchen", kenji)
    his = windows.open(address(room), person=kenji)
    his.get_by_role("button", name="2 members").click()
    members = his.get_by_role("complementary", name="Members")
    expect(members).to_contain_text(hanako.display_name)
    hers = windows.open("/settings/profile", person=hanako)
    hers.get_by_label("What are you up to?").fill("At lunch")
    hers.get_by_label("Clear after").select_option(label="30 minutes")
    hers.get_by_role("button", name="Set a status").click()
    expect(members.get_by_text("At lunch")).to_be_visible()
    site.manage("shell", "-c", HALF_AN_HOUR_LATER.format(user=hanako.id))
    expect(members.get_by_text("At lunch")).to_be_hidden()
    expect(hers.get_by_label("What are you up to?")).to_have_value("")


# For the status of one person, and for the job that waits for it.
HALF_AN_HOUR_LATER = """
from django.utils import timezone
from accounts.models import User
from core.jobs.models import Job
User.objects.filter(pk={user}).update(status_until=timezone.now())
Job.objects.filter(type="accounts.status_ends").update(due_at=timezone.now())
"""
