import shutil

from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext

from accounts.models import User
from core.admin.tiles import Row, Tile, kept, list_url
from files.models import PersonUsage

MOST_SHOWN = 5


def storage(request: HttpRequest) -> Tile | None:
    """As of the last count, which a job makes."""
    if not (url := list_url(request, "files.PersonUsage")):
        return None
    size, files = _totals()
    first = list(PersonUsage.objects.select_related("person").order_by("-size")[:MOST_SHOWN])
    most = first[0].size if first and first[0].size else 1
    rows = [
        Row(
            name=_name(usage.person),
            value=filesizeformat(usage.size),
            note=gettext("%(count)s files") % {"count": f"{usage.files:,}"},
            url=list_url(request, "files.File", q=f"owner:{usage.person_id}"),
            share=round(usage.size * 100 / most),
        )
        for usage in first
    ]
    return Tile(
        "storage", "list", gettext("Storage"), value=filesizeformat(size), note=_room_left(files), rows=rows, url=url,
        empty=gettext("No files yet."),
    )  # fmt: skip


def _name(person: User) -> str:
    return person.get_full_name() or person.username


def _room_left(files: int) -> str:
    number = gettext("%(count)s files") % {"count": f"{files:,}"}
    if settings.FILES_GB:
        return gettext("%(files)s, of %(most)s GB") % {"files": number, "most": settings.FILES_GB}
    if settings.FILES_STORAGE == "folder":
        free = filesizeformat(shutil.disk_usage(settings.STATE_DIR).free)
        return gettext("%(files)s, %(free)s free on the disk") % {"files": number, "free": free}
    return number


@kept(60)
def _totals() -> tuple[int, int]:
    sums = PersonUsage.objects.aggregate(size=Sum("size", default=0), files=Sum("files", default=0))
    return sums["size"], sums["files"]
