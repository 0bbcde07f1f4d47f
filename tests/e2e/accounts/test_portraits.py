"""A portrait and a room's picture: chosen, cropped, and seen by others at once."""

import os
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

from lab.browser.screens import address, message, room_link
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Newcomer, created
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible

SHOTS = os.environ.get("SHOTS")
PORTRAIT = "img[src^='/files/']"


def a_photo() -> dict[str, object]:
    picture = BytesIO()
    Image.linear_gradient("L").resize((640, 400)).convert("RGB").save(picture, "PNG")
    return {"name": "me.png", "mimeType": "image/png", "buffer": picture.getvalue()}


def test_a_portrait_is_cropped_and_seen_by_others(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("Portraits", kenji)
    hanako.say(room, "tea?")
    his = windows.open(address(room), person=kenji)
    row = message(his, "tea?")
    expect(row).to_be_visible()
    hers = windows.open("/settings/profile", person=hanako)
    choose(hers, "Choose a picture of yourself")
    expect(hers.get_by_role("dialog", name="Crop the picture")).to_be_visible()
    area = hers.get_by_role("group", name="Part that is shown. Arrow keys move it.")
    area.focus()
    hers.keyboard.press("ArrowRight")
    hers.get_by_role("slider", name="Zoom").fill("2")
    expect_accessible(hers)
    shoot(hers, "crop")
    hers.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(hers.get_by_role("dialog")).to_be_hidden()
    shown = row.locator(PORTRAIT)
    expect(shown).to_be_visible()
    assert shown.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
    row.get_by_role("button", name=hanako.display_name, exact=True).click()
    expect(his.get_by_role("dialog", name=hanako.display_name).locator(PORTRAIT)).to_be_visible()
    his.keyboard.press("Escape")
    his.get_by_role("button", name="2 members").click()
    members = his.get_by_role("complementary", name="Members")
    expect(members.locator(PORTRAIT)).to_be_visible()
    direct = created(kenji.http.post("direct/", json={"users": [hanako.id]}))
    kenji.say(direct, "A good picture")
    expect(room_link(his, hanako.display_name).locator(PORTRAIT)).to_be_visible()
    shoot(hers, "profile")
    shoot(his, "seen")
    hers.get_by_role("button", name="Remove the portrait").click()
    expect(his.locator(PORTRAIT)).to_have_count(0)


def test_a_room_has_a_picture(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Pictured")
    hers = windows.open(address(room), person=hanako, **PHONE, color_scheme="dark")
    hers.get_by_role("button", name="Room menu").click()
    hers.get_by_role("menuitem", name="Room settings").click()
    choose(hers, "Choose a picture for the room")
    shoot(hers, "room-crop")
    hers.get_by_role("dialog", name="Crop the picture").get_by_role("button", name="Save").click()
    expect(hers.get_by_role("button", name="Remove the room's picture")).to_be_visible()
    shoot(hers, "room")
    expect_accessible(hers)


def choose(page: Page, name: str) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=name).click()
    chooser.value.set_files(a_photo())  # type: ignore[arg-type]


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")
