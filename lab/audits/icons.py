"""Draw the icons of the web app again, from one picture: `python -m lab.audits.icons`

An installed app has them on its home screen, and notifications beside their texts: there browsers take no SVG.
"""

from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import sync_playwright

from lab.browser.windows import launch
from lab.servers.process import ROOT

PUBLIC = ROOT / "frontend" / "public"
HEARTH = """
  <rect x="8.5" y="8.5" width="15" height="15" rx="2.5" fill="none" stroke="#6B635A" stroke-width="1.5" />
  <circle cx="16" cy="16" r="4.25" fill="#F08A4B" />"""
ROUNDED = f'<rect x="1" y="1" width="30" height="30" rx="7" fill="#201D1A" />{HEARTH}'
# The system cuts its own shape out of it. What matters is within four fifths of its width.
WHOLE = f'<rect width="32" height="32" fill="#201D1A" />{HEARTH}'
# Of a badge the system takes the shape alone, and gives it its own colour.
SHAPE = """
  <rect x="4" y="4" width="24" height="24" rx="5" fill="none" stroke="#FFF" stroke-width="3" />
  <circle cx="16" cy="16" r="5.5" fill="#FFF" />"""


class Icon(NamedTuple):
    name: str
    size: int
    drawing: str


ICONS = (
    Icon("icon-192.png", 192, ROUNDED),
    Icon("icon-512.png", 512, ROUNDED),
    Icon("icon-maskable-512.png", 512, WHOLE),
    Icon("apple-touch-icon.png", 180, WHOLE),
    Icon("badge-96.png", 96, SHAPE),
)


def main(folder: Path = PUBLIC) -> None:
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        for name, size, drawing in ICONS:
            page = chromium.new_page(viewport={"width": size, "height": size})
            svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="{size}" height="{size}">{drawing}</svg>'
            page.set_content(f'<body style="margin:0">{svg}</body>')
            page.screenshot(path=folder / name, omit_background=True)
            page.close()
        chromium.close()


if __name__ == "__main__":
    main()
