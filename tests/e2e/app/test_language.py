"""English and Japanese: the browser's language first, then the one that was chosen."""

from playwright.sync_api import expect

from lab.browser.windows import Windows
from lab.clients.person import Person
from lab.servers.site import Site


def test_speaks_the_language_of_the_browser(site: Site, windows: Windows) -> None:
    page = windows.open("/signin", locale="ja-JP")
    expect(page.get_by_role("button", name="サインイン")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "ja")


def test_a_chosen_language_stays(site: Site, windows: Windows, outsider: Person) -> None:
    page = windows.open("/settings/appearance", person=outsider)
    expect(page.get_by_role("heading", name="Settings", level=1)).to_be_visible()
    page.get_by_text("日本語", exact=True).click()
    expect(page.get_by_role("heading", name="設定", level=1)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    page.reload()
    expect(page.get_by_role("heading", name="設定", level=1)).to_be_visible()
