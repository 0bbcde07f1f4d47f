"""The addresses of a host, all of them checked. Whoever connects takes one of these and asks no resolver again: a second
answer may be another."""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future
from ipaddress import ip_address
from socket import SOCK_STREAM, getaddrinfo

from django.conf import settings

from core.net.addresses import Address, is_public
from core.net.hosts import address_in
from core.net.refusals import Refused

MOST_ANSWERS = 64
# That wait for the resolver at once, in one process: of all names, and of those under one domain. A resolver waits for a
# server that says nothing for longer than anybody waits for it, and names below one's own domain cost nothing.
MOST_QUESTIONS, MOST_OF_A_DOMAIN = 32, 4
Place = tuple[str, int]
_lock = threading.Lock()
_asked: "dict[Place, Future[list[Address]]]" = {}


def addresses_of(host: str, port: int, *, within: float) -> Sequence[Address]:
    """The addresses of a host, in the resolver's order. Raises Refused where one of them is not public: a name that leads
    outside and inside was made to."""
    address = address_in(host)
    found = [address] if address is not None else _resolved(host, port, within)
    if not all(map(_is_allowed, found)):
        raise Refused("not_public")
    return found


def _is_allowed(address: Address) -> bool:
    return is_public(address) or any(address in network for network in settings.OUTGOING_ALLOWED)


def _resolved(host: str, port: int, within: float) -> list[Address]:
    """The system's resolver cannot be stopped: a thread waits for it, for longer than anybody waits for the thread."""
    ends_at = time.monotonic() + within
    found = _answer_of(host, port, within)
    try:
        addresses = found.result(max(0.0, ends_at - time.monotonic()))
    except TimeoutError:
        raise Refused("late") from None
    if not addresses or len(addresses) > MOST_ANSWERS:
        raise Refused("unresolved")
    return addresses


def _answer_of(host: str, port: int, within: float) -> "Future[list[Address]]":
    """All who ask for a name at the same moment get one answer. An empty one is that there is none."""
    place = host.lower(), port
    with _lock:
        if asked := _asked.get(place):
            return asked
        answer: Future[list[Address]] = Future()
        _asked[place] = answer
    domain = _domain_of(host)
    if not _questions.take(domain, within):
        _forget(place, answer, Refused("busy"))
        return answer
    try:
        threading.Thread(target=_ask, args=(place, answer, domain), name="resolver", daemon=True).start()
    except RuntimeError:  # the system has no thread to give, and nobody else gives the place back
        _questions.give_back(domain)
        _forget(place, answer, Refused("busy"))
    return answer


def _ask(place: Place, answer: "Future[list[Address]]", domain: str) -> None:
    addresses: list[Address] = []
    try:
        rows = getaddrinfo(*place, type=SOCK_STREAM)
        addresses = list(dict.fromkeys(ip_address(str(row[4][0])) for row in rows))
    except (OSError, UnicodeError, ValueError):
        pass
    finally:
        _questions.give_back(domain)
        _forget(place, answer, addresses)


def _forget(place: Place, answer: "Future[list[Address]]", found: list[Address] | Refused) -> None:
    """Whoever asks from now on gets an answer of their own."""
    with _lock:
        del _asked[place]
    if isinstance(found, Refused):
        answer.set_exception(found)
    else:
        answer.set_result(found)


def _domain_of(host: str) -> str:
    """Its last two labels: whoever owns a domain has at least these."""
    return ".".join(host.lower().removesuffix(".").split(".")[-2:])


class Questions:
    """The places of those who wait for the resolver."""

    def __init__(self, most: int, most_of_a_domain: int) -> None:
        self._most, self._most_of_a_domain = most, most_of_a_domain
        self._asked: Counter[str] = Counter()
        self._changed = threading.Condition()

    def take(self, domain: str, seconds: float) -> bool:
        """Waits for a place for so long."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._is_free(domain), max(0.0, seconds)):
                return False
            self._asked[domain] += 1
            return True

    def give_back(self, domain: str) -> None:
        with self._changed:
            self._asked[domain] -= 1
            if not self._asked[domain]:
                del self._asked[domain]
            self._changed.notify_all()

    def _is_free(self, domain: str) -> bool:
        return self._asked.total() < self._most and self._asked[domain] < self._most_of_a_domain


_questions = Questions(MOST_QUESTIONS, MOST_OF_A_DOMAIN)
