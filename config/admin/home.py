"""The admin's home: tiles of all apps, and the reader's own last changes. The page asks for the tiles again every few
seconds (config/static/admin/home.js)."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from core.admin.tiles import Row, Tile, tiles

CHANGES_SHOWN = 6
AREAS = ("waiting", "now", "chart", "list")


def fragment(request: HttpRequest) -> HttpResponse:
    """The tiles alone."""
    return TemplateResponse(request, "admin/home_tiles.html", context(request))


def context(request: HttpRequest) -> dict[str, Any]:
    found: dict[str, list[Tile]] = {area: [] for area in AREAS}
    for tile in tiles(request):
        found[tile.area].append(tile)
    # What somebody should look at comes first.
    found["waiting"].sort(key=lambda tile: not tile.is_urgent)
    return {"areas": found, "has_tiles": any(found.values())}


def own_changes(request: HttpRequest) -> Tile | None:
    """A tile: what this reader has changed last."""
    entries = LogEntry.objects.filter(user__pk=request.user.pk or 0).select_related("content_type").order_by("-pk")
    rows = [
        Row(
            name=entry.object_repr,
            note=f"{str(entry.content_type).split(' | ')[-1]} · {entry.get_change_message()}".strip(" ·"),
            value=date_format(timezone.localtime(entry.action_time), "SHORT_DATETIME_FORMAT"),
            url=(entry.get_admin_url() or "") if not entry.is_deletion() else "",
        )
        for entry in entries[:CHANGES_SHOWN]
    ]
    return Tile("changes", "list", gettext("Your last changes"), rows=rows) if rows else None
