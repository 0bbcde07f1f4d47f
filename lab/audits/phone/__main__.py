"""Measures everything in turns, and prints medians beside what is wanted."""

import argparse
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import ViewportSize, expect, sync_playwright

from lab.audits.phone import measures
from lab.audits.phone.device import Phone, phone
from lab.audits.phone.interactions import interactions
from lab.browser.screens import composer, settle

TURNS = 20
WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 360, "height": 740}
# What is wanted at most: milliseconds, kB, or a number.
GOALS = {
    "room, warm, until one can read and write (ms)": 2_000,
    "room, cold (ms)": 4_000,
    "sign-in page, JS (kB br)": 90,
    "sign-in page, cold (ms)": None,
    "room, JS until usable (kB br)": 170,
    "back to a room (ms)": 120,
    "scroll, worst frame (ms)": 100,
    "scroll, long tasks": 5,
    "key to paint, p95 (ms)": 50,
    "Ctrl-K opens, 300 rooms (ms)": 100,
    "members panel opens, 2,000 (ms)": 120,
    "200 acts of all kinds until they are painted, p75 (ms)": 100,
    "200 acts of all kinds until they are painted, p98 (ms)": None,
}
Figures = Iterator[tuple[str, float]]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--turns", type=int, default=TURNS)
    arguments.add_argument("--only", nargs="*", choices=[each.__name__ for each in PARTS])
    options = arguments.parse_args()
    figures: dict[str, list[float]] = defaultdict(list)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        phone(Path(folder), playwright) as device,
    ):
        device.context.add_init_script(measures.WATCH)
        for part in PARTS:
            if not options.only or part.__name__ in options.only:
                for _ in range(1 if part is acts else options.turns):
                    for name, figure in part(device):
                        figures[name].append(figure)
    failed = [name for name, goal in GOALS.items() if not tell(name, figures[name], goal)]
    sys.exit(1 if failed else 0)


def tell(name: str, figures: list[float], goal: float | None) -> bool:
    if not figures:
        return True
    median = statistics.median(figures)
    print(f"{name}: {median:.0f} ({min(figures):.0f} to {max(figures):.0f}; wanted: {goal or '-'})")
    return goal is None or median <= goal


def loads(device: Phone) -> Figures:
    """A phone in the hand: from an address until one can do something."""
    device.page.set_viewport_size(NARROW)
    device.slow(line=True)
    device.forget_person()
    device.forget_files()
    at, scripts = measures.load(device, "/signin")
    yield "sign-in page, cold (ms)", at
    yield "sign-in page, JS (kB br)", scripts
    device.sign_in()
    device.forget_files()
    room = f"/rooms/{device.site.other}"
    at, scripts = measures.load(device, room)
    yield "room, cold (ms)", at
    yield "room, JS until usable (kB br)", scripts
    at, _ = measures.load(device, room)
    yield "room, warm, until one can read and write (ms)", at


def scrolls(device: Phone) -> Figures:
    open_room(device, device.site.long)
    device.slow(line=False)
    worst, long = measures.scroll(device)
    yield "scroll, worst frame (ms)", worst
    yield "scroll, long tasks", long
    device.leave()


def works(device: Phone) -> Figures:
    """With the list of 300 rooms beside the room."""
    device.page.set_viewport_size(WIDE)
    open_room(device, device.site.long)
    for room in (device.site.other, device.site.long):
        measures.switch(device, room)
    device.slow(line=False)
    yield "back to a room (ms)", measures.switch(device, device.site.other)
    yield "key to paint, p95 (ms)", statistics.quantiles(measures.type_text(device), n=20)[-1]
    press = "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }))"
    yield "Ctrl-K opens, 300 rooms (ms)", measures.opened(device, "[role=dialog] [role=option]", press)
    device.page.keyboard.press("Escape")
    measures.switch(device, device.site.crowded)
    click = "document.querySelector('header button[aria-label*=members]').click()"
    yield "members panel opens, 2,000 (ms)", measures.opened(device, "aside ul li", click)
    device.leave()


def acts(device: Phone) -> Figures:
    """In one turn, which has enough of them."""
    device.page.set_viewport_size(NARROW)
    open_room(device, device.site.other)
    device.slow(line=False)
    took = statistics.quantiles(interactions(device), n=100)
    yield "200 acts of all kinds until they are painted, p75 (ms)", took[74]
    yield "200 acts of all kinds until they are painted, p98 (ms)", took[97]
    device.leave()


def open_room(device: Phone, room: int) -> None:
    device.fast()
    device.sign_in()
    device.go(f"/rooms/{room}")
    expect(composer(device.page)).to_be_editable()
    expect(device.page.get_by_role("article").first).to_be_visible()
    device.page.wait_for_load_state("networkidle")
    settle(device.page)


PARTS: tuple[Callable[[Phone], Figures], ...] = (loads, scrolls, works, acts)


if __name__ == "__main__":
    main()
