"""Parse JSON from outside, with the number of values limited before anything is built."""

from typing import Any

import msgspec

from core.problems import Problem

# Values in one document. Python needs up to 150 bytes for each, and collects garbage while it builds lists and objects:
# a megabyte of `[],[],…` took 25 MB and half a second. The largest useful document is a message of 10,000 commas.
MOST_VALUES = 20_000


def decode(data: bytes) -> Any:
    """Parse a document. Raises Problem `invalid_json`, or `too_large` for more than MOST_VALUES values."""
    # Counts separators and brackets, also inside texts: counting is a thousand times faster than parsing.
    is_large = data.count(b",") + data.count(b"[") + data.count(b"{") > MOST_VALUES
    try:
        # Raw checks the syntax and builds nothing.
        document = msgspec.json.decode(data, type=msgspec.Raw if is_large else Any)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise Problem("invalid_json") from None
    if is_large:
        raise Problem("too_large", f"The request has more than {MOST_VALUES} values.")
    return document
