"""Values made to cost: each of them as large as is asked for."""

import json
from collections.abc import Callable, Mapping
from typing import Any

# A text of about so many bytes in UTF-8.
Text = Callable[[int], str]


def _repeated(unit: str, *, after: str = "") -> Text:
    size = len(unit.encode("utf-8", "surrogatepass"))
    return lambda most: after + unit * max((most - len(after)) // size, 1)


TEXTS: Mapping[str, Text] = {
    "letters": _repeated("a"),
    # Canonical ordering of marks of two classes is quadratic (UAX #15), and holds Python's lock.
    "combining marks": _repeated("\u0300\u0315", after="a"),
    "a mention of combining marks": _repeated("\u0300\u0315", after="@a"),
    "mentions": _repeated("@a."),
    "at signs": _repeated("@"),
    "compatibility letters": _repeated("\ufdfa"),  # one of these becomes 18 letters
    "spaces": _repeated(" "),
    "line breaks": _repeated("\n"),
    "backticks": _repeated("` "),
    "fences": _repeated("~~~\n"),
    "list markers": _repeated("- "),
    "quote markers": _repeated("> "),
    "brackets": _repeated("[a]("),
    "table cells": _repeated("|a"),
    "emoji": _repeated("🔥"),
    "joiners": _repeated("👩\u200d"),
    "NUL": _repeated("\0"),
    "right to left": _repeated("\u202e"),
    "halves of surrogates": _repeated("\ud800"),
    "an address": _repeated("a.", after="a@"),
    "digits": _repeated("9"),
    "slashes": _repeated("/"),
    "percent signs": _repeated("%"),
    "commas": _repeated(","),
}

# JSON that no text is.
VALUES: Mapping[str, Callable[[int], Any]] = {
    "numbers": lambda most: [1] * (most // 3),
    "different numbers": lambda most: list(range(1, most // 8)),
    "texts": lambda most: ["a"] * (most // 5),
    "empty lists": lambda most: [[]] * (most // 4),
    "empty objects": lambda most: [{}] * (most // 4),
    "many keys": lambda most: {str(number): 1 for number in range(1, most // 11)},
    "a list of a text": lambda most: ["a" * (most - 10)],
    "an object of a text": lambda most: {"a" * (most // 2): "a" * (most // 2)},
}

# As they are in JSON. No size makes these worse.
SMALL = (
    "null", "true", "0", "-1", "1.5", "1e999", "-1e999", "1e308", "9223372036854775807", "9223372036854775808",
    "18446744073709551616", "-9223372036854775809", '""', '" "', '"\\u0000"', '"\\ud800"', "[]", "{}", "[null]", "[[1]]", '[{"a": 1}]',
    '{"a": null}', '"NaN"', '"1e400"', '"0001-01-01T00:00:00Z"', '"9999-12-31T23:59:59.999999-23:59"', '"0000-00-00T00:00:00"',
    '"../../etc/passwd"', '"%00"', '"a\\r\\nSet-Cookie: a=b"',
)  # fmt: skip


def as_json(value: Any) -> bytes:
    """With every character as it is, but for halves of surrogates, which UTF-8 has no place for."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(value).encode()


def nested(opening: str, inside: str, closing: str) -> Callable[[int], bytes]:
    return lambda most: (
        opening * (most // len(opening + closing)) + inside + closing * (most // len(opening + closing))
    ).encode()


# Whole bodies.
BODIES: Mapping[str, Callable[[int], bytes]] = {
    "nested lists": nested("[", "", "]"),
    "nested objects": nested('{"a":', "1", "}"),
    "unclosed lists": lambda most: b"[" * most,
    "unclosed objects": lambda most: b'{"a":' * (most // 5),
    "a list of lists": lambda most: b"[" + b"[]," * (most // 3 - 1) + b"[]]",
    "a list of objects": lambda most: b"[" + b"{}," * (most // 3 - 1) + b"{}]",
    "many keys": lambda most: as_json({str(number): 1 for number in range(most // 11)}),
    "a long number": lambda most: b"9" * most,
    "a long fraction": lambda most: b"0." + b"9" * most,
    "a long text": lambda most: b'"' + b"a" * most + b'"',
    "escapes": lambda most: b'"' + b"\\u0300" * (most // 6) + b'"',
    "blanks": lambda most: b" " * most,
    "zeros": lambda most: b"\0" * most,
    "no UTF-8": lambda most: b"\xff" * most,
}
