"""What a page of the admin may not show: findings of axe, light and dark, and content wider than the screen."""

from typing import Any, Literal

from playwright.sync_api import Page

from lab.browser.screens import settle
from lab.browser.windows import DESKTOP, PHONE
from lab.servers.process import ROOT

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RUN = """() => axe.run({preload: false}).then((result) =>
  result.violations.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.html}`)))"""
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"

WALKS: tuple[dict[str, Any], ...] = (
    {**DESKTOP, "viewport": {"width": 1440, "height": 900}, "locale": "en-GB"},
    {**PHONE, "locale": "ja-JP"},
)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def looked_at(page: Page) -> list[str]:
    # Through the debugger, not as a script of the page: the content security policy rightly refuses that.
    page.evaluate(AXE.read_text())
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        settle(page)
        found += [f"{page.url} {scheme}: {violation}" for violation in page.evaluate(RUN)]
    if (wider := page.evaluate(TOO_WIDE)) > 0:
        found.append(f"{page.url}: {wider} px too wide")
    return found
