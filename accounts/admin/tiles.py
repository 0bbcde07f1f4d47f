"""Tiles of the admin's home about people: who is new, and who was not let in."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext

from accounts.models import User
from accounts.services.counts import REFUSED_SIGN_INS
from core.admin.tiles import Row, Tile, kept, list_url
from core.minute_counts import storing

NEWEST, MOST_COUNTED = 6, 1000
DAY = 24 * 3600


def new_people_number(request: HttpRequest) -> Tile | None:
    if not (url := list_url(request, "accounts.User")):
        return None
    number, newest = _recent()
    value = f"{number:,}+" if number >= MOST_COUNTED else f"{number:,}"
    note = gettext("the last joined %(time)s ago") % {"time": timesince(newest, depth=1)} if newest else ""
    return Tile("joined", "now", gettext("New people in 7 days"), value=value, note=note, url=url)


def new_people(request: HttpRequest) -> Tile | None:
    if not (url := list_url(request, "accounts.User")):
        return None
    rows = [
        Row(
            name=user.get_full_name() or user.username,
            note=f"@{user.username}",
            value=date_format(timezone.localtime(user.date_joined), "DATE_FORMAT"),
            url=reverse("admin:accounts_user_change", args=[user.pk]),
        )
        for user in User.objects.order_by("-pk").only("username", "display_name", "date_joined")[:NEWEST]
    ]
    return Tile("people", "list", gettext("Newest people"), rows=rows, url=url)


def refused_sign_ins(request: HttpRequest) -> Tile | None:
    """Where one sees from which addresses they came is the log of acts, where the site has it."""
    sessions = list_url(request, "accounts.Session")
    if not sessions:
        return None
    number = _refused()
    url = list_url(request, "audit.Act", q="act:accounts.sign_in_refused") or sessions
    return Tile(
        "sign_ins", "waiting", gettext("Refused sign-ins in 24 hours"), value=f"{number:,}", url=url,
        note=gettext("A wrong name or password"),
    )  # fmt: skip


@kept(5)
def _refused() -> int:
    return storing.total(REFUSED_SIGN_INS, DAY)


@kept(10)
def _recent() -> tuple[int, datetime | None]:
    """How many of the newest MOST_COUNTED joined within a week, and when the last one did."""
    joined = list(User.objects.order_by("-pk").values_list("date_joined", flat=True)[:MOST_COUNTED])
    since = timezone.now() - timedelta(days=7)
    return sum(at >= since for at in joined), max(joined, default=None)
