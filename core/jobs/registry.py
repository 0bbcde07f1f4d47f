"""The job types of the installed apps."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from core.jobs.declarations import Claim, JobType

Handler = Callable[[Claim], object]
HandlerOfMany = Callable[[Sequence[Claim]], object]


@cache
def declared() -> Mapping[str, JobType]:
    """By name. Raises ImproperlyConfigured where two types have one name."""
    types: dict[str, JobType] = {}
    for config in apps.get_app_configs():
        for kind in getattr(config, "jobs", ()):
            if types.setdefault(kind.name, kind) is not kind:
                raise ImproperlyConfigured(f"Two job types are named {kind.name!r}.")
    return types


def title_of(name: str) -> str:
    """The title of a type in the reader's language; its name where it has none, or no installed app declares it."""
    kind = declared().get(name)
    return gettext(kind.title) if kind and kind.title else name


def handler_of(kind: JobType) -> Handler:
    """Imported at its first use: handlers need models, which are not there yet when apps are read."""
    handler: Handler = import_string(kind.handler)
    return handler


def handler_of_many(kind: JobType) -> HandlerOfMany:
    """Of a type that takes many jobs together."""
    handler: HandlerOfMany = import_string(kind.handler)
    return handler
