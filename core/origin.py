"""Where what runs now comes from: a browser, the admin's pages, a socket, a job or a command, and from which address."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from core import serving
from core.http.client_address import client_address

WEB, ADMIN, SOCKET, JOB, COMMAND = DOORS = ("web", "admin", "socket", "job", "command")


@dataclass(frozen=True, slots=True)
class Origin:
    door: str
    address: str | None = None
    # Its address is looked up only where somebody asks for it: most requests record nothing.
    request: HttpRequest | None = None

    def where(self) -> str | None:
        return self.address if self.request is None else client_address(self.request)


_current: ContextVar[Origin | None] = ContextVar("origin", default=None)


def current() -> Origin:
    """Where nothing was said, a process that serves works for a socket, and any other one is a command."""
    return _current.get() or Origin(SOCKET if serving.is_on() else COMMAND)


def person() -> AbstractBaseUser | None:
    """Who is signed in to the request, where there is one. Services take `by`; this is for code that Django calls without it."""
    request = current().request
    user = getattr(request, "user", None)
    return user if isinstance(user, AbstractBaseUser) else None


@contextmanager
def coming_from(origin: Origin) -> Iterator[None]:
    token = _current.set(origin)
    try:
        yield
    finally:
        _current.reset(token)
