"""What is hashed, and how. A change here makes every stored link wrong."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from core.audit.models import Act, Content


def canonical(value: object) -> str:
    """JSON that does not depend on the order of keys."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def written(details: Mapping[str, Any]) -> str:
    return canonical(details) if details else ""


def of_content(content: Content) -> str:
    """Salted: somebody who knows what an erased content may have been cannot try it."""
    parts = (content.by_name, content.on_name, content.room_name, content.reason, content.address, content.details)
    return _sha256([content.salt, *parts])


def of_link(before: str, position: int, act: Act) -> str:
    """What binds an act to its place: it holds everything in the row, and the link before."""
    at = act.at.astimezone(UTC).isoformat(timespec="microseconds")
    row = (act.pk, at, act.name, act.door, act.by_id, act.on_kind, act.on_id, act.room_id, act.digest)
    return _sha256([before, position, *row])


def _sha256(parts: list[object]) -> str:
    return hashlib.sha256(canonical(parts).encode()).hexdigest()
