"""Tiles of the admin's home: the reports and the messages that wait for somebody."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timesince import timesince
from django.utils.translation import gettext

from core.admin.tiles import Tile, kept, list_url
from moderation.admin.held import FOR_STAFF
from moderation.models import HeldMessage, Report

MOST_COUNTED = 1000


def reports(request: HttpRequest) -> Tile | None:
    url = list_url(request, "moderation.Report")
    return _tile("reports", gettext("Reports that wait"), url, *_reports()) if url else None


def held_messages(request: HttpRequest) -> Tile | None:
    url = list_url(request, "moderation.HeldMessage")
    return _tile("held", gettext("Messages that wait for approval"), url, *_held_messages()) if url else None


@kept(5)
def _reports() -> tuple[int, datetime | None]:
    return _waiting(Report.objects.undecided().order_by("pk").values_list("created_at", flat=True))


@kept(5)
def _held_messages() -> tuple[int, datetime | None]:
    waiting = HeldMessage.objects.filter(FOR_STAFF, state=HeldMessage.State.WAITING)
    return _waiting(waiting.order_by("at").values_list("at", flat=True))


def _waiting(times: QuerySet[Any, datetime]) -> tuple[int, datetime | None]:
    """How many wait, up to MOST_COUNTED, and since when the first one does."""
    waiting = list(times[:MOST_COUNTED])
    return len(waiting), waiting[0] if waiting else None


def _tile(key: str, title: str, url: str, number: int, oldest: datetime | None) -> Tile:
    note = gettext("the oldest for %(time)s") % {"time": timesince(oldest, depth=1)} if oldest else ""
    value = f"{number:,}+" if number >= MOST_COUNTED else f"{number:,}"
    return Tile(key, "waiting", title, value=value, note=note, url=url, is_urgent=number > 0)
