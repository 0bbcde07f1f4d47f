from django.http import HttpRequest
from django.utils.translation import gettext

from chat.selectors import presence
from core.admin.tiles import Row, Tile, kept, list_url
from core.minute_counts import gauges, storing
from realtime.limits import SLOW_READERS

DAY = 24 * 3600


def people_online(request: HttpRequest) -> Tile | None:
    url = list_url(request, "accounts.User")
    return Tile("online", "now", gettext("People online"), value=f"{_online():,}", url=url) if url else None


def connections(request: HttpRequest) -> Tile | None:
    if not (url := list_url(request, "accounts.Session")):
        return None
    found = _workers()
    note = (gettext("on %(count)d workers") if len(found) != 1 else gettext("on 1 worker")) % {"count": len(found)}
    sockets = sum(worker.figures.get("sockets", 0) for worker in found)
    return Tile("sockets", "now", gettext("Open connections"), value=f"{sockets:,}", note=note, url=url)


def workers(request: HttpRequest) -> Tile | None:
    """Only where there are several: of one alone the number of connections says all."""
    found = _workers()
    if len(found) < 2 or not list_url(request, "accounts.Session"):
        return None
    most = max(worker.figures.get("sockets", 0) for worker in found) or 1
    rows = []
    for worker in found:
        sockets, people = worker.figures.get("sockets", 0), worker.figures.get("people", 0)
        note = gettext("%(count)s people") % {"count": f"{people:,}"}
        rows.append(Row(worker.name, value=f"{sockets:,}", note=note, share=round(sockets * 100 / most)))
    return Tile("workers", "list", gettext("Connections by worker"), rows=rows)


def slow_readers(request: HttpRequest) -> Tile | None:
    if not (url := list_url(request, "accounts.Session")):
        return None
    return Tile(
        "slow_readers", "waiting", gettext("Slow readers cut off in 24 hours"), value=f"{_slow():,}", url=url,
        note=gettext("Their browsers connect again and catch up"),
    )  # fmt: skip


@kept(3)
def _online() -> int:
    return presence.number_present()


@kept(3)
def _workers() -> list[gauges.Worker]:
    return gauges.workers()


@kept(5)
def _slow() -> int:
    return storing.total(SLOW_READERS, DAY)
