"""How fast somebody may try, per address by a view's `throttle_scope` and per account where one is named; and how fast change things.

How it is counted is in core/rate_limits/windows.py; the rates are in the settings.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts import known_browsers
from accounts.backends import by_name_or_email
from accounts.known_browsers import Device
from accounts.user_names.spelling import folded
from core.http.client_address import client_address
from core.problems import Problem
from core.rate_limits import answer_bytes
from core.rate_limits.counters import COUNTERS
from core.rate_limits.windows import Rate, Window, count

AnyRequest = Request | HttpRequest


class Network(NamedTuple):
    name: str
    # Multiples of the rate of one IP: for calls, and for failures at one account.
    calls: int = 1
    failures: float = 1


# A customer of IPv6 gets a /64, a /56 or a /48. None of these alone uses up the failures that an account has in an hour
# for all IPs. With IPv4 the neighbours of an IP are strangers.
IPV6_NETWORKS = {64: (1, 1), 56: (2, 1.5), 48: (4, 1.5)}
IPV4_NETWORKS = {24: (8, 8)}


class AddressThrottle(BaseThrottle):
    """Count every call of a view with a `throttle_scope`, whatever its answer."""

    def allow_request(self, request: Request, view: Any) -> bool:
        return self.count(self.windows_of(request, getattr(view, "throttle_scope", "")))

    def count(self, windows: Iterable[Window]) -> bool:
        """Count in these windows, up to the first that refuses. Returns whether none did."""
        self._refused = next((window for window in windows if not window.add()), None)
        return self._refused is None

    def wait(self) -> float | None:
        return self._refused.wait if self._refused else None

    def windows_of(self, request: Request, scope: str) -> list[Window]:
        return _calls(scope, request) if scope else []


class PersonThrottle(AddressThrottle):
    """Count calls of a signed-in person, from any IP: a stolen access token must not allow guessing the password."""

    def windows_of(self, request: Request, scope: str) -> list[Window]:
        rate = settings.ACCOUNT_RATES.get(scope, {}).get("here")
        return [Window(Rate.read(rate), scope, f"{request.auth.user.pk}")] if rate and request.auth else []


class ChangeThrottle(AddressThrottle):
    """Count the changes of one person, on all their devices together: each may be a transaction under a room's lock and
    a frame for everybody in it. Reading is not counted.

    Every view has this throttle, so that a new view is counted by default. `counts_as` names another limit, for calls
    that are cheaper and more frequent; an empty name counts nothing.
    """

    def allow_request(self, request: Request, view: Any) -> bool:
        scope = getattr(view, "counts_as", "change")
        if request.method in SAFE_METHODS or not request.auth or scope not in settings.ACCOUNT_RATES:
            return True
        self._refusal: Problem | None = None
        try:
            if scope in COUNTERS:
                # Counted for REST and sockets together, in memory: a message waits for no Redis, least of all for one
                # that hangs.
                COUNTERS[scope].expect(request.auth.user.pk)
            else:
                count(scope, account=f"{request.auth.user.pk}")
        except Problem as refusal:
            self._refusal = refusal
        return self._refusal is None

    def wait(self) -> float | None:
        return self._refusal.wait if self._refusal else None


class ReadThrottle(BaseThrottle):
    """Limit the bytes that one person reads (core/rate_limits/answer_bytes.py).

    Every answer counts. A call that only reads may have to wait; a view sets `is_read` where its method does not say so."""

    _left: float | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        if request.auth:
            view.reader = f"{request.auth.user.pk}"
            if request.method in SAFE_METHODS or getattr(view, "is_read", False):
                self._left = answer_bytes.wait_of(view.reader)
        return self._left is None

    def wait(self) -> float | None:
        return self._left


# Codes that are no failures: nothing was guessed.
GUESSED_NOTHING = ("second_factor_required", "unavailable")


@contextmanager
def attempt(scope: str, *, account: str, request: AnyRequest) -> Iterator[bool]:
    """Count a failure inside the block against the account. Yields whether the browser is known. Raises Problem
    `rate_limited`.

    One IP may fail far less often than all together, and calls that are refused for one IP do not count against the
    account. So it takes many IPs to keep a person from signing in, and each gets a few guesses. A known browser has a
    count of its own, which no number of IPs uses up.
    """
    device = _known_device(request, account)
    windows = list(_failures(scope, account, request, device))
    # Counted before the attempt: otherwise many simultaneous ones would all be within the rate.
    for window in windows:
        window.expect()
    try:
        yield device is not None
    except Problem as problem:
        if problem.code in GUESSED_NOTHING:
            _take_back(windows)
        raise
    _take_back(windows)


def _take_back(windows: Iterable[Window]) -> None:
    for window in windows:
        window.take_back()


def _failures(scope: str, account: str, request: AnyRequest, device: Device | None) -> Iterator[Window]:
    rates = settings.ACCOUNT_RATES[scope]
    if device:
        yield Window(Rate.read(rates["device"]), scope, "device", device.id)
        return
    for network in networks_of(request):
        yield Window(Rate.read(rates["here"]).times(network.failures), scope, account, network.name)
    yield Window(Rate.read(rates["anywhere"]), scope, account)


def _known_device(request: AnyRequest, account: str) -> Device | None:
    """The known browser, where the cookie names this account."""
    device = known_browsers.read(request.COOKIES.get(known_browsers.NAME))
    known = device is not None and by_name_or_email(account).filter(pk__in=device.people).exists()
    return device if known else None


def _calls(scope: str, request: AnyRequest) -> list[Window]:
    """The windows of a call: its IP and the networks around it, or the person of a known browser."""
    rate = Rate.read(settings.RATES[scope])
    device = known_browsers.read(request.COOKIES.get(known_browsers.NAME)) if scope == "sign_in" else None
    if device and device.people:
        # Not by the id of the cookie, which is new after each sign-in without one.
        return [Window(rate, scope, "device", f"{device.people[0]}")]
    return [Window(rate.times(network.calls), scope, network.name) for network in networks_of(request)]


def count_call(scope: str, request: AnyRequest) -> None:
    """Count a call that is no view of the API, such as an admin form. Raises Problem `rate_limited`."""
    for window in _calls(scope, request):
        window.expect()


def named(name: str) -> str:
    """The account that a name stands for. All spellings that sign in as one person count together."""
    return folded(name.strip())


def network_of(request: AnyRequest) -> str:
    """The network whose calls count together: one IPv4, or an IPv6 /64, which is one household."""
    return networks_of(request)[0].name


def networks_of(request: AnyRequest) -> list[Network]:
    """`network_of` and the wider networks around it that one customer may have, each wider than the one before."""
    address = client_address(request)
    if address is None:
        return [Network("")]
    ip = ip_address(address)
    v4 = ip.ipv4_mapped if isinstance(ip, IPv6Address) else ip
    if v4 is None:
        return [Network(_around(ip, bits), *factors) for bits, factors in IPV6_NETWORKS.items()]
    return [Network(str(v4)), *(Network(_around(v4, bits), *factors) for bits, factors in IPV4_NETWORKS.items())]


def _around(ip: Any, bits: int) -> str:
    return str(ip_network((ip, bits), strict=False))
