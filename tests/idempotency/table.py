"""The table in docs/protocol.md that says how twice is once."""

import re

from tests.support import protocol_document
from tests.support.protocol_document import Call

SECTION = protocol_document.TEXT.split("### Twice is once")[1].split("\n### ")[0]


def reasons() -> dict[Call, str]:
    rows = re.findall(r"^\| `([A-Z]+) (/[^`]+)` \| (\w+) \|", SECTION, re.MULTILINE)
    return {Call(method, re.sub(r"{\w+}", "{}", path)): reason for method, path, reason in rows}


def described() -> set[str]:
    """The reasons that the text above the table explains."""
    return set(re.findall(r"^- \*\*(\w+)\*\*", SECTION, re.MULTILINE))
