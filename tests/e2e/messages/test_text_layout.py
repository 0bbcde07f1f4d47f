"""How a browser lays out the texts of messages: nothing without height, numbers beside their text, directions."""

from playwright.sync_api import Page, expect

from lab.browser.screens import address, message
from lab.browser.windows import Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site

BARE = (
    "-",
    "+",
    "1.",
    ">",
    "#",
    "```",
    "[1]: https://example.org/paper",
    "[^1]: x",
    "<!-- note -->",
    "<div>hello</div>",
)
NUMBERS = "2019. a year\n2021. another\n\nend"
DIRECTIONS = "שלום עולם (hello)\n\n- מרחבא\n\nhello שלום\n\n```\ncode שלום\n```"

# The height of each text, and of each of its blocks.
HEIGHTS = """() => [...document.querySelectorAll('.prose-message, .prose-message :is(p, li, pre, blockquote)')]
  .map((block) => Math.round(block.getBoundingClientRect().height))"""
# Pixels between the left edge of the row's text and that of the marker.
ROOM_FOR_MARKER = """(list) => {
  const marker = document.createElement('span');
  marker.textContent = '2019. ';
  marker.style.whiteSpace = 'pre';
  list.querySelector('li').append(marker);
  const width = marker.getBoundingClientRect().width;
  marker.remove();
  return Math.round(parseFloat(getComputedStyle(list).paddingInlineStart) - width);
}"""
# Whether the text of a block begins at its right edge.
IS_AT_RIGHT = """(block) => {
  const text = document.createRange();
  text.selectNodeContents(block);
  const [inner, outer] = [text.getBoundingClientRect(), block.getBoundingClientRect()];
  return Math.round(outer.right - inner.right) < 2 && Math.round(inner.left - outer.left) > 20;
}"""


def test_texts_have_height_room_and_direction(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Layout")
    for text in (*BARE, "🎉", NUMBERS, DIRECTIONS):
        hanako.say(room, text)
    page = windows.open(address(room), person=hanako, viewport={"width": 1280, "height": 2000})
    expect(message(page, "code")).to_be_visible()
    expect_visible(page)
    expect_numbers_beside_their_text(page)
    expect_directions(page)


def expect_visible(page: Page) -> None:
    for text in BARE:
        expect(page.get_by_role("article").filter(has_text=text).first).to_be_visible()
    heights = page.evaluate(HEIGHTS)
    assert len(heights) > 2 * len(BARE)
    assert min(heights) >= 18, heights


def expect_numbers_beside_their_text(page: Page) -> None:
    numbers = message(page, "a year").locator("ol")
    assert numbers.evaluate(ROOM_FOR_MARKER) >= 0
    assert numbers.locator("li").evaluate_all("items => items.map((item) => item.value)") == [2019, 2021]


def expect_directions(page: Page) -> None:
    blocks = message(page, "code שלום")
    assert blocks.locator(".prose-message > p").first.evaluate(IS_AT_RIGHT)
    assert blocks.locator("li").evaluate(IS_AT_RIGHT)
    assert blocks.locator("ul").evaluate("list => getComputedStyle(list).direction") == "rtl"
    assert not blocks.locator(".prose-message > p").last.evaluate(IS_AT_RIGHT)
    assert blocks.locator("pre").evaluate("pre => getComputedStyle(pre).direction") == "ltr"
