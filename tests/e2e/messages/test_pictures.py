"""Pictures in a room: the list stands still while they come, and the viewer is used by keyboard."""

import io
import uuid
from collections.abc import Sequence

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from lab.browser.screens import address
from lab.browser.windows import Windows
from lab.clients.person import Json, Person, created
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible
from tests.e2e.messages.test_history import rest
from tests.e2e.messages.test_long_history import PLACE, STILL, WATCH, turn_through

SHAPES = ((1600, 1200), (600, 1400), (2000, 300), (90, 60))
PICTURES = 200
# What moved on the screen without being asked to, by the browser's own measure.
SHIFTS = """() => {
  window.shift = 0;
  const add = (list) => { for (const { value } of list.getEntries()) window.shift += value; };
  new PerformanceObserver(add).observe({ type: "layout-shift" });
}"""
# Changes of a row's height after it is there, in pixels.
GROWTH = """() => {
  window.growth = 0;
  const heights = new Map();
  const observer = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      // A row that left the list has no height.
      if (!target.isConnected) continue;
      const key = target.dataset.key;
      if (heights.has(key)) window.growth = Math.max(window.growth, Math.abs(contentRect.height - heights.get(key)));
      heights.set(key, contentRect.height);
    }
  });
  const look = () => {
    for (const row of document.querySelectorAll("article")) observer.observe(row);
    requestAnimationFrame(look);
  };
  look();
}"""


@pytest.fixture(scope="module")
def room(embedded_server: Site) -> tuple[Person, Json]:
    """Each picture is uploaded once, and forwarded for the other messages. To their author none is unread."""
    painter = Person.register(embedded_server, "painter")
    room = painter.create_room("Gallery", kind="private")
    first = [send(painter, room, [upload(painter, shape)]) for shape in SHAPES]
    files = [message["files"][0]["id"] for message in first]
    for number in range(len(first), PICTURES):
        send(painter, room, [files[number % len(files)]])
    return painter, room


def upload(person: Person, size: tuple[int, int]) -> str:
    content = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(content, "JPEG")
    name = f"{size[0]}x{size[1]}.jpg"
    file = created(person.http.post("files/", files={"file": (name, content.getvalue())}, data={"alt": name}))
    return str(file["id"])


def send(person: Person, room: Json, files: Sequence[str]) -> Json:
    message = {"nonce": str(uuid.uuid4()), "text": "", "files": files}
    return created(person.http.post(f"rooms/{room['id']}/messages/", json=message))


def open_gallery(windows: Windows, room: tuple[Person, Json]) -> Page:
    painter, gallery = room
    page = windows.open(address(gallery), person=painter)
    expect(page.get_by_role("article").get_by_role("img").last).to_be_in_viewport()
    rest(page)
    return page


def test_two_hundred_pictures_scroll_without_a_jump(windows: Windows, room: tuple[Person, Json]) -> None:
    page = open_gallery(windows, room)
    page.mouse.move(*PLACE)
    page.evaluate(WATCH, list(PLACE))
    page.evaluate(GROWTH)
    page.evaluate(SHIFTS)
    turned = turn_through(page, -300, distance=25_000)
    seen = page.evaluate("window.seen")
    assert seen["up"] <= STILL, seen
    assert seen["blank"] == 0, seen
    assert seen["travel"] <= turned + STILL, seen
    assert page.evaluate("window.growth") <= STILL
    assert page.evaluate("window.shift") < 0.01


def test_the_viewer_by_keyboard(windows: Windows, room: tuple[Person, Json]) -> None:
    page = open_gallery(windows, room)
    opener = page.get_by_role("article").last.get_by_role("button", name="90x60.jpg")
    opener.focus()
    page.keyboard.press("Enter")
    viewer = page.get_by_role("dialog", name="Pictures of this room")
    shown = viewer.locator(".yarl__slide_current img").last
    expect(shown).to_have_attribute("alt", "90x60.jpg")
    expect(viewer.get_by_text("painter")).to_be_visible()
    expect_accessible(page)
    page.keyboard.press("ArrowLeft")
    expect(shown).to_have_attribute("alt", "2000x300.jpg")
    expect(viewer.get_by_role("link", name="Download 2000x300.jpg")).to_be_visible()
    page.keyboard.press("+")
    expect(viewer.get_by_role("button", name="Zoom out")).to_be_enabled()
    page.keyboard.press("-")
    page.keyboard.press("ArrowRight")
    expect(shown).to_have_attribute("alt", "90x60.jpg")
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    expect(viewer).to_be_visible()
    page.go_back()
    expect(viewer).to_be_hidden()
    expect(page.get_by_role("heading", name="Gallery", level=1)).to_be_visible()
