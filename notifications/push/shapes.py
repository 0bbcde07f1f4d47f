"""Pushes, as the wire says them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from notifications.models import PushSubscription
from notifications.push.diagnosis import Link

Privacy = Literal["text", "sender", "nothing"]


class PushKey(Struct, frozen=True):
    """What a browser subscribes for."""

    key: str


class PushDevice(Struct, frozen=True):
    """`session`: of the list of sessions. `failing`: the last push came to nothing, or none has gone out yet."""

    id: int
    session: UUID
    privacy: Privacy
    at: datetime
    failing: bool

    @classmethod
    def of(cls, subscription: PushSubscription) -> "PushDevice":
        privacy: Privacy = subscription.privacy  # type: ignore[assignment]
        return cls(subscription.pk, subscription.session_id, privacy, subscription.created_at, subscription.is_in_doubt)


class PushDevices(Struct, frozen=True):
    results: list[PushDevice]


class PushLink(Struct, frozen=True):
    """`why`: null where the link holds."""

    link: Literal["key", "endpoint", "service"]
    why: str | None
    status: int | None
    wait: float | None


class PushTest(Struct, frozen=True):
    """The links up to the first that is broken. `sent`: none is."""

    sent: bool
    links: list[PushLink]

    @classmethod
    def of(cls, links: Sequence[Link]) -> "PushTest":
        shown = [PushLink(link.link, link.why or None, link.status, link.wait) for link in links]  # type: ignore[arg-type]
        return cls(not any(link.why for link in links), shown)
