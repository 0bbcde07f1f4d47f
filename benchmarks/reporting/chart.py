"""A bar chart as SVG, for the README: readable on light and dark, and by a screen reader."""

from collections.abc import Mapping
from html import escape

NAMES = {
    "irori": "Irori",
    "go": "Go, gorilla/websocket",
    "node_ws": "Node, ws",
    "socketio": "Socket.IO",
    "fastapi": "FastAPI, uvicorn",
    "channels_pubsub": "Channels, pub/sub layer",
    "channels_core": "Channels, Redis layer",
}
TITLE = "Messages delivered a second by one worker"
SUBTITLE = "200 sockets in a room, 4 messages in flight through Redis, two cores shared by everything"
WIDTH, MARGIN, TOP, ROW, BAR = 760, 20, 84, 34, 20
LABELS, NUMBERS = 190, 90  # what the names and the figures take up beside the bars

STYLE = """
    text { font: 14px system-ui, sans-serif; fill: #1f2328 }
    .title { font-size: 17px; font-weight: 600 }
    .subtitle { font-size: 12px; fill: #59636e }
    .bar { fill: #a9b1ba } .ours { fill: #c2410c } .bold { font-weight: 600 }
    .axis { stroke: #d1d9e0 }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc } .subtitle { fill: #9198a1 } .bar { fill: #59636e } .ours { fill: #fb923c } .axis { stroke: #3d444d }
    }"""


def drawn(figures: Mapping[str, float]) -> str:
    """One bar for each server, the longest first."""
    ranked = sorted(figures.items(), key=lambda entry: -entry[1])
    height = TOP + ROW * len(ranked) + MARGIN
    said = "; ".join(f"{NAMES[name]} {value:,.0f}" for name, value in ranked)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
            'aria-labelledby="title said">',
            f'  <title id="title">{TITLE}</title>',
            f'  <desc id="said">{escape(said)}</desc>',
            f"  <style>{STYLE}\n  </style>",
            text(MARGIN, 32, TITLE, "title"),
            text(MARGIN, 54, SUBTITLE, "subtitle"),
            *(row(index, name, value, ranked[0][1]) for index, (name, value) in enumerate(ranked)),
            f'  <path class="axis" d="M{MARGIN + LABELS - 0.5} {TOP - 6}V{height - MARGIN + 2}"/>',
            "</svg>\n",
        ]
    )


def row(index: int, name: str, value: float, longest: float) -> str:
    y = TOP + ROW * index
    middle = y + BAR * 0.75
    left = MARGIN + LABELS
    # Thin, but there: a bar of nothing would look like no figure.
    length = max(1.5, (WIDTH - left - NUMBERS - MARGIN) * value / longest)
    ours = name == "irori"
    return "\n".join(
        [
            text(left - 10, middle, NAMES[name], "bold" if ours else "", anchor="end"),
            f'  <rect class="{"ours" if ours else "bar"}" x="{left}" y="{y}" width="{length:.1f}" height="{BAR}" rx="2"/>',
            text(left + length + 8, middle, f"{value:,.0f}", "bold" if ours else ""),
        ]
    )


def text(x: float, y: float, words: str, kind: str, anchor: str = "start") -> str:
    style = f' class="{kind}"' if kind else ""
    return f'  <text{style} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
