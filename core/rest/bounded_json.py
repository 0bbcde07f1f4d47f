"""JSON from outside: bounded in what it may become before anything is made of it."""

from typing import Any

import msgspec

from core.problems import Problem

# Values in one document. Python needs up to 150 bytes for each, and looks through all lists and objects for garbage while it makes
# them: a megabyte of `[],[],…` took 25 MB and half a second. The largest that is of use is a message of 10,000 commas.
MOST_VALUES = 20_000


def decode(data: bytes) -> Any:
    """The document. Raises Problem `invalid_json`, or `too_large` for one of too many values."""
    # What separates or opens values, in texts too: counting is a thousand times faster than parsing.
    is_large = data.count(b",") + data.count(b"[") + data.count(b"{") > MOST_VALUES
    try:
        # As Raw it is looked through, and nothing is made of it.
        document = msgspec.json.decode(data, type=msgspec.Raw if is_large else Any)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise Problem("invalid_json") from None
    if is_large:
        raise Problem("too_large", f"The request has more than {MOST_VALUES} values.")
    return document
