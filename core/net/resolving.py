"""The addresses of a host, all of them checked. Whoever connects takes one of these and asks no resolver again: a second
answer may be another."""

import queue
import threading
import time
from collections.abc import Sequence
from ipaddress import ip_address
from socket import SOCK_STREAM, getaddrinfo

from django.conf import settings

from core.net.addresses import Address, is_public
from core.net.hosts import address_in
from core.net.refusals import Refused

MOST_ANSWERS = 64
# That wait for the resolver at once, in one process.
MOST_QUESTIONS = 32
_questions = threading.BoundedSemaphore(MOST_QUESTIONS)


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
    answers: queue.Queue[list[Address]] = queue.Queue(1)
    ends_at = time.monotonic() + within
    if not _questions.acquire(timeout=max(0.0, within)):
        raise Refused("late")
    try:
        threading.Thread(target=_ask, args=(host, port, answers), name="resolver", daemon=True).start()
    except RuntimeError:  # the system has no thread to give, and nobody else gives the place back
        _questions.release()
        raise Refused("failed") from None
    try:
        found = answers.get(timeout=max(0.0, ends_at - time.monotonic()))
    except queue.Empty:
        raise Refused("late") from None
    if not found or len(found) > MOST_ANSWERS:
        raise Refused("unresolved")
    return found


def _ask(host: str, port: int, answers: queue.Queue[list[Address]]) -> None:
    """An empty answer is that there is none."""
    try:
        rows = getaddrinfo(host, port, type=SOCK_STREAM)
        answers.put(list(dict.fromkeys(ip_address(str(row[4][0])) for row in rows)))
    except (OSError, UnicodeError, ValueError):
        answers.put([])
    finally:
        _questions.release()
