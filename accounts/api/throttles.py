"""How fast somebody may try, per address by a view's `throttle_scope` and per account where one is named; and how fast change things.

How it is counted is in config/limits.py; the rates are in the settings.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts.api.requests import client_address
from accounts.names import folded
from config.limits import Rate, Window

AnyRequest = Request | HttpRequest


class AddressThrottle(BaseThrottle):
    """Every call of a view with a `throttle_scope` counts, whatever comes of it."""

    def allow_request(self, request: Request, view: Any) -> bool:
        window = self._window = self.window_of(request, getattr(view, "throttle_scope", ""))
        return window is None or window.add()

    def wait(self) -> float | None:
        return self._window.wait if self._window else None

    def window_of(self, request: Request, scope: str) -> Window | None:
        return Window(Rate.read(settings.RATES[scope]), scope, network_of(request)) if scope else None


class PersonThrottle(AddressThrottle):
    """The same for somebody who is signed in, from wherever: to guess a password with a stolen access token is to guess all the same."""

    def window_of(self, request: Request, scope: str) -> Window | None:
        rate = settings.ACCOUNT_RATES.get(scope, {}).get("here")
        return Window(Rate.read(rate), scope, f"{request.auth.user.pk}") if rate and request.auth else None


class ChangeThrottle(AddressThrottle):
    """What one person changes, on all their devices together: each change may be a transaction under a room's lock and a frame for all
    who are in it. Looking at things is free."""

    kind, together = "change", True

    def window_of(self, request: Request, scope: str) -> Window | None:
        if request.method in SAFE_METHODS or not request.auth:
            return None
        rate = Rate.read(settings.ACCOUNT_RATES[self.kind]["anywhere"])
        return Window(rate, self.kind, f"{request.auth.user.pk}", together=self.together)


class SendThrottle(ChangeThrottle):
    """Messages, which are stored together and so cost far less: as many as a socket may send. Each worker counts for itself, as it does
    for its sockets: a message waits for no Redis, least of all for one that hangs."""

    kind, together = "message", False


@contextmanager
def attempt(scope: str, *, account: str, request: AnyRequest) -> Iterator[None]:
    """What fails within counts against the account. Raises Problem `rate_limited`.

    From one address far less is allowed than from everywhere together, and what is refused there does not count against the account: it
    takes many addresses to keep somebody from signing in, and many get no farther than a few guesses each.
    """
    rates = settings.ACCOUNT_RATES[scope]
    windows = [
        Window(Rate.read(rates["here"]), scope, account, network_of(request)),
        Window(Rate.read(rates["anywhere"]), scope, account),
    ]
    # Counted before, not after: otherwise many at once would all be within the rate.
    for window in windows:
        window.expect()
    yield
    for window in windows:
        window.take_back()


def count_call(scope: str, request: AnyRequest) -> None:
    """For what is no view of the API: one more call from this address. Raises Problem `rate_limited`."""
    Window(Rate.read(settings.RATES[scope]), scope, network_of(request)).expect()


def named(name: str) -> str:
    """The account a name stands for: all spellings that sign in as the same person count as one."""
    return folded(name.strip())


def network_of(request: AnyRequest) -> str:
    """Whose tries count together: an IPv4 address, or an IPv6 network, since every household has 2^64 addresses."""
    address = client_address(request)
    if address is None:
        return ""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((ip, 64), strict=False))
    return str(ip)
