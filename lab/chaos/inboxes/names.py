"""Names in texts that call people."""

import re

HERE = "here"
NAME = re.compile(r"@(\w+)")


def calling(name: str, text: str) -> str:
    return f"@{name} {text}"


def names_in(text: str) -> set[str]:
    return set(NAME.findall(text))
