"""All of it on a phone of 360 pixels, in Japanese."""

import re

import pytest
from playwright.sync_api import Page, expect

from lab.browser.screens import address, message, press_long
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible

JAPANESE = {**PHONE, "locale": "ja-JP"}


def expect_fitting(page: Page) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_message_is_reported_and_handled(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako, kenji, mai = newcomer(site), newcomer(site), newcomer(site)
    room = hanako.create_room("縁側", kenji, mai)
    kenji.say(room, "やかんを買いませんか。" * 12)
    mais = windows.open(address(room), person=mai, **JAPANESE)
    said = message(mais, "やかんを買いませんか")
    sheet = mais.get_by_role("dialog")
    press_long(mais, said, sheet)
    sheet.get_by_role("button", name="通報").click()
    dialog = mais.get_by_role("dialog", name=re.compile("メッセージを通報$"))
    dialog.get_by_role("radio", name="スパム").check()
    expect_fitting(mais)
    expect_accessible(mais)
    dialog.get_by_role("button", name="通報する").click()
    expect(dialog).to_be_hidden()

    hers = windows.open("/", person=hanako, **JAPANESE)
    hers.goto(f"{site.url}/moderation")
    card = hers.get_by_role("article")
    expect(card).to_contain_text("やかんを買いませんか")
    expect_fitting(hers)
    expect_accessible(hers)
    card.get_by_role("button", name=re.compile("^対応を決める")).click()
    dialog = hers.get_by_role("dialog", name="この通報への対応")
    dialog.get_by_role("radio", name="メッセージを削除").check()
    expect_fitting(hers)
    expect_accessible(hers)
    dialog.get_by_role("button", name="メッセージを削除").click()
    expect(hers.get_by_role("heading", name="未対応の通報はありません")).to_be_visible()
    expect(mais.get_by_text("このメッセージはモデレーターが削除しました")).to_be_visible()


@pytest.mark.parametrize("seconds", [600, None])
def test_a_mute_has_room_in_the_place_of_the_composer(
    site: Site, windows: Windows, newcomer: Newcomer, seconds: int | None
) -> None:
    hanako, kenji = newcomer(site), newcomer(site)
    room = hanako.create_room("縁側", kenji)
    form = {"seconds": seconds, "reason": "同じ宣伝が続いたため、しばらくお休みください。"}
    hanako.http.put(f"rooms/{room['id']}/mutes/{kenji.id}/", json=form).raise_for_status()
    page = windows.open(address(room), person=kenji, **JAPANESE)
    expect(page.get_by_role("region", name="発言の停止")).to_contain_text("理由：同じ宣伝が続いたため")
    expect_fitting(page)
    expect_accessible(page)
