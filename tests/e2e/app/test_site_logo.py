"""An administrator cuts a logo out of a picture. Whoever opens the site sees it, with a picture for each theme."""

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, Route, expect

from lab.browser.screens import wait_in_page
from lab.browser.windows import Windows
from lab.clients.person import PASSWORD
from lab.servers.site import Site
from tests.files.inspection.pictures_made import corners, encoded

PAGE = "/admin/accounts/sitelogo/"
SCRIPT = "**/logo-crop*.js"
SHADES = ("light", "dark")


@pytest.fixture
def admin(site: Site, windows: Windows) -> Iterator[Page]:
    """On the logo's page. Afterwards there is none: other tests use this site, too."""
    page = windows.open(PAGE)
    page.get_by_label("Username").fill("hanako")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("region", name="On light pages")).to_be_visible()
    yield page
    removal = page.get_by_role("button", name="Remove the logo")
    for left in reversed(range(removal.count())):
        removal.first.click()
        expect(removal).to_have_count(left)


def open_without_script(admin: Page) -> list[Route]:
    """The logo's page anew. Its script arrives when the returned request goes on."""
    held: list[Route] = []
    admin.route(SCRIPT, lambda route: held.append(route), times=1)
    with admin.expect_request(SCRIPT):
        admin.goto(urljoin(admin.url, PAGE), wait_until="commit")
    return held


def test_a_logo_is_cut_out_and_shown_on_light_and_dark_pages(site: Site, windows: Windows, admin: Page) -> None:
    held = open_without_script(admin)
    for number, shade in enumerate(SHADES):
        part = admin.get_by_role("region", name=f"On {shade} pages")
        part.locator("input[type=file]").set_input_files(
            # Larger than the form may be, until a square is cut out of it.
            {"name": "l.png", "mimeType": "image/bmp", "buffer": encoded(corners(900, 300), "BMP")}
        )
        # The script may arrive after the choice.
        while held:
            held.pop().continue_()
        cut = part.get_by_role("img", name="The part that is shown.")
        expect(cut).to_be_visible()
        part.get_by_label("Zoom").fill("3")
        cut.press("ArrowRight")
        part.get_by_role("button", name="Use this picture").click()
        expect(admin.get_by_role("img", name="The present logo")).to_have_count(number + 1)

    address = site.client().get("/api/site/").json()["logo"]
    assert address["light"] != address["dark"]
    for shade in SHADES:
        page = windows.open("/signin", color_scheme=shade)
        shown = page.locator("main img:visible")
        expect(shown).to_have_attribute("src", address[shade])
        wait_in_page(page, "[...document.images].some((image) => image.naturalWidth > 40)", "the picture")
