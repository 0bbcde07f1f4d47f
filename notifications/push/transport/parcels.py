"""What is sent to a device, and what becomes of it. The process that sends (sender.py) gets the one and says the other."""

from typing import Literal

from msgspec import Struct

Urgency = Literal["very-low", "low", "normal", "high"]

# A push service answers within a fraction of this.
SECONDS = 10.0
# Pushes of one batch that a process of their own sends at the same time. A push service far away takes 0.2 s for one.
AT_ONCE = 64


class Push(Struct, frozen=True):
    """`text`: what the service worker gets. `ttl`: seconds for which a push service keeps it. Of those of one `topic` it keeps the last."""

    text: bytes
    ttl: int
    urgency: Urgency
    topic: str = ""


class Parcel(Struct, frozen=True):
    """A push, with all that sending it takes. `p256dh` and `auth`: as the browser gave them. `authorization`: the header that says who
    sends. `seconds`: for all of it."""

    endpoint: str
    p256dh: str
    auth: str
    authorization: str
    push: Push
    seconds: float = SECONDS


class Outcome(Struct, frozen=True):
    """`later`: try again, after `pause` seconds where the service asked for that. `gone`: the subscription is over. `refused`: it does
    not take this push. `postponed`: nobody was asked, or nobody knows what was answered, and it says nothing of the
    device. `why`: the kind of a Refused."""

    kind: Literal["sent", "later", "gone", "refused", "postponed"]
    status: int | None = None
    why: str = ""
    pause: float | None = None


class Delivered(Struct, frozen=True):
    outcome: Outcome
    seconds: float
