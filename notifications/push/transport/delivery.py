"""One push to one device, by its push service (RFC 8030). Nothing of it is logged: neither text nor address."""

import logging
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime

from core.net import client
from core.net.kept_connections import KeptConnections
from core.net.refusals import Refused
from notifications.push.transport.encryption import Device, encrypt
from notifications.push.transport.parcels import Delivered, Outcome, Parcel

logger = logging.getLogger(__name__)

# Nobody reads what a push service says, beside its status.
MOST_ANSWER_BYTES = 64 * 1024
# A service that asks for more time gets this, at most: what comes meanwhile waits as long.
LONGEST_PAUSE = 900.0
SHORTEST_PAUSE = 1.0
GONE = (404, 410)
BUSY = (408, 425, 429)


def deliver_all(parcels: Sequence[Parcel], kept: KeptConnections, at_once: int) -> list[Delivered]:
    """In their order, so many at the same time. Whatever is wrong with one device or its service, is no other's."""

    def delivered(parcel: Parcel) -> Delivered:
        began = time.monotonic()
        try:
            outcome = deliver(parcel, kept)
        except Exception as error:
            logger.error("a push could not be sent: %s", type(error).__name__)
            outcome = Outcome("refused", why="failed")
        return Delivered(outcome, time.monotonic() - began)

    with ThreadPoolExecutor(min(at_once, len(parcels)), "push") as threads:
        return list(threads.map(delivered, parcels))


def deliver(parcel: Parcel, kept: KeptConnections | None = None) -> Outcome:
    """`kept`: where connections come from and go to. Without it, one of its own is opened. Raises ValueError for what is no key of a
    browser."""
    push, device = parcel.push, Device.read(parcel.p256dh, parcel.auth)
    headers = {
        "Authorization": parcel.authorization,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(push.ttl),
        "Urgency": push.urgency,
    }
    if push.topic:
        headers["Topic"] = push.topic
    body = encrypt(push.text, device)
    try:
        answer = client.send(
            "POST",
            parcel.endpoint,
            headers=headers,
            body=body,
            seconds=parcel.seconds,
            most_bytes=MOST_ANSWER_BYTES,
            kept=kept,
        )
    except Refused as refused:
        if refused.why == "busy":
            return Outcome("postponed", why=refused.why)
        return Outcome("later" if refused.may_pass else "refused", why=refused.why)
    return _read(answer.status, answer.headers)


def _read(status: int, headers: Mapping[str, str]) -> Outcome:
    if 200 <= status < 300:
        return Outcome("sent", status)
    if status in GONE:
        return Outcome("gone", status)
    if status in BUSY or status >= 500:
        return Outcome("later", status, pause=_pause(headers.get("retry-after", "")))
    return Outcome("refused", status)


def _pause(asked: str) -> float | None:
    """Seconds or a date; None for what is neither."""
    try:
        seconds = float(asked) if asked.isdecimal() else parsedate_to_datetime(asked).timestamp() - time.time()
    except (ValueError, OverflowError):  # a year that no clock has
        return None
    return min(max(seconds, SHORTEST_PAUSE), LONGEST_PAUSE)
