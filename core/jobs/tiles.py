from django.http import HttpRequest
from django.utils.translation import gettext

from core.admin.tiles import Tile, kept, list_url
from core.jobs.models import Job

MOST_COUNTED = 1000


def failed_jobs(request: HttpRequest) -> Tile | None:
    if not (url := list_url(request, "jobs.Job", state="failed")):
        return None
    number = failed()
    return Tile(
        "jobs", "waiting", gettext("Jobs that failed"), value=at_most(number), url=url, is_urgent=number > 0,
        note=gettext("Run them again or remove them"),
    )  # fmt: skip


@kept(5)
def failed(type: str = "") -> int:
    """Jobs that failed for good, of one type or of all; at most MOST_COUNTED."""
    rows = Job.objects.filter(due_at=None)
    return (rows.filter(type=type) if type else rows)[:MOST_COUNTED].count()


def at_most(number: int) -> str:
    return f"{number:,}+" if number >= MOST_COUNTED else f"{number:,}"
