"""Readable names of browsers and systems, from the User-Agent header."""

import re

from django.utils.translation import gettext

# The order matters: most browsers also name those after them.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """For example "Firefox · Linux"; for a program the name that it gives."""
    known = [name for table in (BROWSERS, SYSTEMS) if (name := _first(table, user_agent))]
    return " · ".join(known) or user_agent.partition("/")[0][:40] or gettext("unknown")


def _first(table: tuple[tuple[str, str], ...], user_agent: str) -> str | None:
    return next((name for pattern, name in table if re.search(pattern, user_agent)), None)
