"""The table in docs/protocol.md that says how twice is once."""

import re

from tests import contract
from tests.contract import Call

SECTION = contract.TEXT.split("### Twice is once")[1].split("\n### ")[0]


def reasons() -> dict[Call, str]:
    rows = re.findall(r"^\| `([A-Z]+) (/[^`]+)` \| (\w+) \|", SECTION, re.MULTILINE)
    return {Call(method, re.sub(r"{\w+}", "{}", path)): reason for method, path, reason in rows}


def described() -> set[str]:
    """The reasons that the text above the table explains."""
    return set(re.findall(r"^- \*\*(\w+)\*\*", SECTION, re.MULTILINE))
