"""What the log says, in short."""

import json
from typing import Any, NamedTuple

from core.audit.models import Act


class Said(NamedTuple):
    name: str
    by: str
    on: str
    details: dict[str, Any]


def said(*, after: int = 0, prefix: str = "") -> list[Said]:
    """Oldest first, of acts with a greater id."""
    acts = Act.objects.filter(pk__gt=after, name__startswith=prefix).select_related("content").order_by("pk")
    return [
        Said(act.name, act.content.by_name, act.content.on_name, json.loads(act.content.details or "{}"))
        for act in acts
    ]


def last() -> int:
    """The id of the newest act."""
    return Act.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
