"""One push to one device, by its push service (RFC 8030). Nothing of it is logged: neither text nor address."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Literal

from cryptography.hazmat.primitives.asymmetric import ec

from core.net import client
from core.net.kept_connections import KeptConnections
from core.net.refusals import Refused
from notifications.push import vapid
from notifications.push.encryption import Device, encrypt

Urgency = Literal["very-low", "low", "normal", "high"]

SECONDS = 10.0
# Nobody reads what a push service says, beside its status.
MOST_ANSWER_BYTES = 64 * 1024
# A service that asks for more time gets this, at most: what comes meanwhile waits as long.
LONGEST_PAUSE = 900.0
SHORTEST_PAUSE = 1.0
GONE = (404, 410)
BUSY = (408, 425, 429)


@dataclass(frozen=True, slots=True)
class Push:
    """`topic`: a later push of the same takes the place of one that waits at the service. It knows the topic, so it says nothing."""

    text: bytes
    ttl: int
    urgency: Urgency
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`later`: try again, after `pause` seconds where the service asked for that. `gone`: the subscription is over. `refused`: it does
    not take this push. `why`: the kind of a Refused."""

    kind: Literal["sent", "later", "gone", "refused"]
    status: int | None = None
    why: str = ""
    pause: float | None = None


def deliver(
    endpoint: str,
    device: Device,
    private: ec.EllipticCurvePrivateKey,
    push: Push,
    *,
    seconds: float = SECONDS,
    kept: KeptConnections | None = None,
) -> Outcome:
    """`kept`: where connections come from and go to. Without it, one of its own is opened."""
    headers = {
        "Authorization": vapid.authorization(private, endpoint),
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
            endpoint,
            headers=headers,
            body=body,
            seconds=seconds,
            most_bytes=MOST_ANSWER_BYTES,
            kept=kept,
        )
    except Refused as refused:
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
