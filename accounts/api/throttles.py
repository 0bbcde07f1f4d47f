"""How fast somebody may try, per address by a view's `throttle_scope` and per account where one is named; and how fast change things.

Everything is counted in fixed windows of time, by increments that are atomic in Redis, so that neither many workers nor simultaneous
requests let more through. The rates are in the settings.
"""

import hashlib
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.http import HttpRequest
from rest_framework.exceptions import Throttled
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts.api.requests import client_address
from accounts.names import folded
from config.caches import shared

AnyRequest = Request | HttpRequest

SECONDS = {"s": 1, "min": 60, "hour": 3600, "day": 24 * 3600}


class Rate(NamedTuple):
    most: int
    seconds: int

    @classmethod
    def read(cls, text: str) -> "Rate":
        """`30/min`, `10/10min`."""
        found = re.fullmatch(r"(\d+)/(\d*)(s|min|hour|day)", text)
        if found is None:
            raise ValueError(f"{text!r} is no rate: write 30/min or 10/10min")
        most, times, unit = found.groups()
        return cls(int(most), int(times or 1) * SECONDS[unit])


class Window:
    """The tries of one kind by one somebody, in the present stretch of time; `together` with the other workers' count, or here alone."""

    def __init__(self, rate: Rate, *what: str, together: bool = True) -> None:
        now = time.time()
        number = int(now // rate.seconds)
        self.rate = rate
        self._together = together
        self.wait = (number + 1) * rate.seconds - now
        # Hashed: neither names nor addresses lie about in Redis, and whatever somebody sends as a name fits into a key.
        self._key = f"tries:{hashlib.sha256(repr((what, number)).encode()).hexdigest()}"

    def add(self) -> bool:
        """Count one more; whether it is still within the rate."""
        return self._in_cache(self._add) <= self.rate.most

    def take_back(self) -> None:
        with suppress(ValueError):  # the cache has lost it meanwhile
            self._in_cache(lambda cache: cache.decr(self._key))

    def _in_cache(self, do: Callable[[BaseCache], int]) -> int:
        return shared(do) if self._together else do(caches["local"])

    def _add(self, cache: BaseCache) -> int:
        # Kept for longer than the window, so that it cannot vanish between the two calls.
        cache.add(self._key, 0, timeout=2 * self.rate.seconds)
        return cache.incr(self._key)


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
    """What fails within counts against the account. Raises REST framework's Throttled.

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
        _count(window)
    yield
    for window in windows:
        window.take_back()


def count_call(scope: str, request: AnyRequest) -> None:
    """For what is no view of the API: one more call from this address. Raises REST framework's Throttled."""
    _count(Window(Rate.read(settings.RATES[scope]), scope, network_of(request)))


def count(scope: str, *, account: str) -> None:
    """One more use of what somebody may do only so often. Raises REST framework's Throttled."""
    _count(Window(Rate.read(settings.ACCOUNT_RATES[scope]["anywhere"]), scope, account))


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


def _count(window: Window) -> None:
    if not window.add():
        raise Throttled(window.wait)
