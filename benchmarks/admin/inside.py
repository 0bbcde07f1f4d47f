"""Load the admin's pages and run its bulk actions inside the process: `python -m benchmarks.admin.inside [TURNS] [--only PART]
[--rows ROWS]` in the environment of a site that benchmarks/admin/population.py has filled. Prints as JSON what each turn of
each cost (turns.py), and stops with the name and the answer of what did not work."""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import django
import msgspec

from benchmarks.admin.asked import LISTS, PAGES, ROWS

if TYPE_CHECKING:
    from benchmarks.admin.turns import Turn

WARM_UP = 2


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    asked = argparse.ArgumentParser()
    asked.add_argument("turns", nargs="?", type=int, default=5)
    asked.add_argument("--only", default="", help="a part of the names of what is measured")
    asked.add_argument("--rows", type=int, default=ROWS, help="of an action")
    given = asked.parse_args()
    from benchmarks.admin.turns import WrongAnswer

    try:
        found = dict(measured(given.turns, given.only, given.rows))
    except (WrongAnswer, LookupError) as error:
        sys.exit(str(error))
    print(msgspec.json.encode(found).decode())


def measured(turns: int, only: str = "", rows: int = ROWS) -> Iterator[tuple[str, "list[Turn]"]]:
    """What was done, and its turns after those that warm up."""
    from benchmarks.admin import turns as one
    from benchmarks.admin.actions import ACTIONS, expect_all

    client, by = _client()
    expect_all(by)
    for asked in [*(f"{model}/{query}" for model, queries in LISTS.items() for query in queries), *PAGES]:
        if only in asked:
            path = _on_this_site(client, asked)
            yield path, [one.read(client, path) for _ in range(WARM_UP + turns)][WARM_UP:]
    for (label, action), cases in ACTIONS.items():
        model = label.replace(".", "/")
        for case in cases:
            name = f"{model}: {action} of {case.number(rows)}{case.where}"
            if only in name:
                taken = [one.act(client, model, action, case, case.number(rows)) for _ in range(WARM_UP + turns)]
                yield name, taken[WARM_UP:]


def _client() -> tuple[Any, Any]:
    from django.test import Client

    from accounts.models import User
    from benchmarks.admin.actions import MEASURING

    admin = User.objects.filter(username=MEASURING).first() or User.objects.create_superuser(MEASURING)
    client = Client(headers={"Accept-Language": "ja"})
    client.force_login(admin)
    client.get("/admin/moderation/firstmessages/")  # makes the row of its page
    return client, admin


def _on_this_site(client: Any, path: str) -> str:
    """On a smaller site the last row or page instead of one that is not there."""
    from django.apps import apps

    if form := re.fullmatch(r"(\w+)/(\w+)/(\d+)/change/(.*)", path):
        app, model, number, query = form.groups()
        rows = apps.get_model(app, model)._base_manager.filter(pk__lte=number).order_by("-pk")
        found = rows.values_list("pk", flat=True).first()
        return f"{app}/{model}/{found or number}/change/{query}"
    if page := re.search(r"(?<=[?&]p=)\d+", path):
        kept = path[: page.start() - len("?p=")] + path[page.end() :]
        last = client.get(f"/admin/{kept}").context_data["cl"].paginator.num_pages
        return f"{path[: page.start()]}{min(int(page[0]), last)}{path[page.end() :]}"
    return path


if __name__ == "__main__":
    main()
