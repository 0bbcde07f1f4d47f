"""Load the admin's pages and run its bulk actions inside the process: `python -m benchmarks.admin.inside [READS]` in the
environment of a site that benchmarks/admin/population.py has filled. Prints the milliseconds of each as JSON."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import django
import msgspec

from benchmarks.admin.asked import ACTIONS, LISTS, PAGES, ROWS

WARM_UP = 2


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    reads = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    found = {what: times for what, times in measured(reads, only) if times}
    print(msgspec.json.encode(found).decode())


def measured(reads: int, only: str = "") -> Iterator[tuple[str, list[float]]]:
    """Milliseconds of every read, by what was read."""
    client = _client()
    paths = [f"{model}/{query}" for model, queries in LISTS.items() for query in queries]
    for path in [*paths, *PAGES]:
        if only in path:
            yield path, list(islice(_reads(client, f"/admin/{path}"), WARM_UP, WARM_UP + reads))
    for model, action, rows, which in ACTIONS:
        name = f"{model}: {action} of {ROWS}{' in one room' if which.get('room') else ''}"
        if only in name:
            yield name, _acts(client, model, action, rows, which)


def _client() -> Any:
    from django.test import Client

    from accounts.models import User

    admin = User.objects.filter(username="measuring").first() or User.objects.create_superuser("measuring")
    client = Client(headers={"Accept-Language": "ja"})
    client.force_login(admin)
    return client


def _reads(client: Any, path: str) -> Iterator[float]:
    from core.admin import tiles

    while True:
        tiles.forget()
        answer, took = _timed(lambda: client.get(path))
        if answer.status_code != 200:
            return
        yield took


def _acts(client: Any, model: str, action: str, rows: str, which: dict[str, Any]) -> list[float]:
    from django.apps import apps

    chosen = apps.get_model(rows).objects.filter(**which).order_by("-pk").values_list("pk", flat=True)[:ROWS]
    data = {"action": action, "_selected_action": list(chosen), "post": "yes", "asked": "1", "role": "moderator"}
    answer, took = _timed(lambda: client.post(f"/admin/{model}/", data))
    return [took] if answer.status_code == 302 and "login" not in answer.url else []


def _timed(call: Callable[[], Any]) -> tuple[Any, float]:
    begin = time.perf_counter()
    answer = call()
    return answer, round(1000 * (time.perf_counter() - begin), 1)


if __name__ == "__main__":
    main()
