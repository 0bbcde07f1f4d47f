from collections import Counter

from django.http import HttpRequest
from django.utils.translation import gettext

from core.admin.tiles import Tile, kept, list_url
from core.jobs.models import Job
from core.jobs.registry import title_of

MOST_COUNTED = 1000


def failed_jobs(request: HttpRequest) -> Tile | None:
    if not (url := list_url(request, "jobs.Job", state="failed")):
        return None
    failed = _failed()
    number = sum(failed.values())
    types = " · ".join(f"{title_of(type)}: {amount:,}" for type, amount in failed.most_common(4))
    value = f"{number:,}+" if number >= MOST_COUNTED else f"{number:,}"
    title = gettext("Jobs and mail that failed")
    return Tile("jobs", "waiting", title, value=value, note=types, url=url, is_urgent=number > 0)


@kept(5)
def _failed() -> Counter[str]:
    """Jobs that failed for good, by type: the newest MOST_COUNTED."""
    return Counter(Job.objects.filter(due_at=None).order_by("-pk").values_list("type", flat=True)[:MOST_COUNTED])
