"""Keep DEBUG to this machine: it shows tracebacks, lets everybody register, and has no rate limits."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.management import CommandError

from core import machine
from core.redis.locations import places


def expect_loopback(host: str) -> None:
    """Raises CommandError when DEBUG is on and another machine can reach `host`."""
    if settings.DEBUG and not machine.is_loopback(host):
        raise CommandError(
            f"DEBUG is on, which is for developing on this machine alone: it does not listen at {host}. "
            f"To let others in: HOST={host} make run"
        )


@register
def check_that_the_data_is_here(**_: Any) -> list[CheckMessage]:
    if not settings.DEBUG:
        return []
    hint = "DEBUG is for developing on this machine alone. Turn it off, or use a database and a Redis of this machine."
    return [
        Error(f"DEBUG is on, and {name} leads to {host}.", hint=hint, id="config.E001")
        for name, host in _hosts()
        # A path is a Unix socket of this machine.
        if host and not host.startswith(("/", "@")) and not machine.is_loopback(host)
    ]


def _hosts() -> Iterator[tuple[str, str]]:
    database = settings.DATABASES["default"]
    options = database.get("OPTIONS", {})
    # Options of the URL override its host.
    for hosts in (database.get("HOST"), options.get("host"), options.get("hostaddr")):
        for host in (hosts or "").split(","):
            yield "DATABASE_URL", host
    for place in places(settings.REDIS_URL) if settings.REDIS_URL else []:
        for host in place.hosts:
            yield "REDIS_URL", host
