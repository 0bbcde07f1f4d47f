"""The figures of the project's README, made from results.json. They stand between two comments."""

import re

from benchmarks.reporting import chart
from benchmarks.results import Results

BEGIN, END = "<!-- figures: make bench writes them from benchmarks/results.json -->", "<!-- end of figures -->"
BLOCK = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
# A row of the table: the measure, the server, and what the figure counts.
ROWS = (
    ("sends", "irori", "messages stored, acknowledged and delivered, on PostgreSQL"),
    ("sends", "one_transaction_each", "the same with a transaction for each message"),
    ("connects", "irori", "sockets let in, each after its token is checked"),
    ("connects", "channels_pubsub", "sockets that stock Channels lets in, without a token"),
)


def with_figures(text: str, results: Results) -> str:
    """The README's text with the figures of these results. Raises ValueError where the two comments are missing."""
    block = f"{BEGIN}\n\n{figures(results)}\n\n{END}"
    replaced, count = BLOCK.subn(lambda _: block, text)
    if count != 1:
        raise ValueError(f"README.md needs one block that begins with {BEGIN}; it has {count}")
    return replaced


def figures(results: Results) -> str:
    """The chart with its text, and a table; a figure that was not measured has no row."""
    headlines = results.headlines()
    fanout = sorted(headlines.get("fanout_4", {}).items(), key=lambda entry: -entry[1])
    said = "; ".join(f"{chart.NAMES[name]} {value:,.0f}" for name, value in fanout)
    rows = [
        f"| {what} | {headlines[measure][server]:,.0f} |"
        for measure, server, what in ROWS
        if server in headlines.get(measure, {})
    ]
    table = "\n".join(["| one worker, two cores shared by everything | a second |", "|---|--:|", *rows])
    return f"![{chart.TITLE}: {said}](docs/fanout.svg)\n\n{table}"
