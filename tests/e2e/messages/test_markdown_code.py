"""Code in messages: in colours, and to copy."""

import re

from playwright.sync_api import Page, expect

from lab.browser.screens import address, composer, message
from lab.browser.windows import PHONE, Windows
from lab.clients.person import Newcomer
from lab.servers.site import Site
from tests.e2e.app.test_accessibility import expect_accessible

SAMPLES = {
    "ts": "/** お茶 */\nexport const brew = async (cups: number): Promise<string> => `tea ${cups + 1}` ?? null;\n@kept class A {}",
    "python": '@cache\ndef tea(cups: int = 2) -> str:\n    # 熱い\n    return f"{cups}" or print(None)',
    "html": "<!doctype html>\n<a href=\"/\" class='b'>&amp;</a><!-- c -->",
    "css": "@media print { a.b#c[d]:hover::after { color: #fff; width: calc(1px + 2em) } }",
    "diff": "--- a\n+++ b\n@@ -1 +1 @@\n-tea\n+お茶",
    "bash": 'for cup in "$@"; do echo "${cup}" | grep -E "x" ; done',
    "yaml": "tea: &hot [1, true, 'x']\ncup: *hot",
    "markdown": "# T\n*a* **b** `c` [d](https://e)\n> f",
}
WORDS = "code [class^='hljs-']"


def test_the_words_of_code_are_told_apart(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Workshop", kind="private")
    for language, code in SAMPLES.items():
        hanako.say(room, f"{language}:\n~~~{language}\n{code}\n~~~")
    page = windows.open(address(room), person=hanako, viewport={"width": 1280, "height": 2400})
    for language in SAMPLES:
        expect(message(page, f"{language}:").locator(WORDS).first).to_be_visible()
    assert len(colours(page)) > 5
    expect_accessible(page)


def test_hostile_code_stays_text(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Workshop", kind="private")
    hostile = "</code></pre><script>document.title = 'hit'</script><img src=x onerror=\"document.title = 'hit'\">"
    hanako.say(room, f"look\n```html\n{hostile}\n```")
    page = windows.open(address(room), person=hanako)
    expect(message(page, "look").locator(WORDS).first).to_be_visible()
    expect(message(page, "look").locator("code")).to_have_text(hostile)
    expect(message(page, "look").locator("script, img")).to_have_count(0)
    expect(page).to_have_title(re.compile("Workshop"))


def test_code_stays_plain_where_the_grammars_cannot_be_loaded(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Workshop", kind="private")
    hanako.say(room, "look\n```js\nconst tea = 1\n```")
    page = windows.open("/settings", person=hanako)
    windows.expect("ERR_FAILED")
    page.route("**/highlight-*.js", lambda route: route.abort())
    with page.expect_event("requestfailed", lambda request: "highlight" in request.url):
        page.goto(site.url + address(room))
    expect(message(page, "look").locator("code")).to_have_text("const tea = 1")
    expect(message(page, "look").locator(WORDS)).to_have_count(0)


def test_code_is_copied_with_its_button(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Workshop", kind="private")
    code = "const tea = 1\n\n  // お茶"
    hanako.say(room, f"look\n```js\n{code}\n```")
    page = windows.open(address(room), person=hanako, permissions=["clipboard-read", "clipboard-write"])
    expect(composer(page)).to_be_focused()
    page.locator("pre").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy code")).to_be_focused()
    expect(page.get_by_role("button", name="Copy code")).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == code


def test_a_finger_finds_the_button_without_pointing_first(site: Site, windows: Windows, newcomer: Newcomer) -> None:
    hanako = newcomer(site)
    room = hanako.create_room("Workshop", kind="private")
    hanako.say(room, "look\n```\nいろり\n```")
    page = windows.open(address(room), person=hanako, permissions=["clipboard-read", "clipboard-write"], **PHONE)
    expect(page.get_by_role("button", name="Copy code")).to_have_css("opacity", "1")
    page.get_by_role("button", name="Copy code").tap()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "いろり"


def colours(page: Page) -> set[str]:
    found: list[str] = page.locator(WORDS).evaluate_all("words => words.map((word) => getComputedStyle(word).color)")
    return set(found)
