"""A browser's own description of itself, in words people know."""

import re

from django.utils.translation import gettext

# In this order: nearly every browser also claims to be the ones after it.
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
    """For example "Firefox · Linux"; of a program, the name it gives."""
    known = [name for table in (BROWSERS, SYSTEMS) if (name := _first(table, user_agent))]
    return " · ".join(known) or user_agent.partition("/")[0][:40] or gettext("unknown")


def _first(table: tuple[tuple[str, str], ...], user_agent: str) -> str | None:
    return next((name for pattern, name in table if re.search(pattern, user_agent)), None)
