"""The acts that the installed apps declare."""

from collections.abc import Mapping
from functools import cache

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext

from core.app_contents import named


class UnknownAct(LookupError):
    """No installed app declares this act."""


@cache
def declared() -> Mapping[str, str]:
    """Titles in English by name. Raises ImproperlyConfigured where two apps declare one name."""
    acts: dict[str, str] = {}
    for declared_by_app in named("acts"):
        for name, title in declared_by_app.items():
            if name in acts:
                raise ImproperlyConfigured(f"Two acts are named {name!r}.")
            acts[name] = title
    return acts


def expect(name: str) -> None:
    """Raises UnknownAct."""
    if name not in declared():
        raise UnknownAct(name)


def title_of(name: str) -> str:
    """In the reader's language; the name itself where no installed app declares it any more."""
    title = declared().get(name)
    return gettext(title) if title else name
