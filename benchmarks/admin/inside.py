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

WARM_UP = 2
ROWS = 100

# Every list, and of each its searches and filters. A room of 10,000 people, a busy person and a rare word among them.
LISTS: dict[str, tuple[str, ...]] = {
    "accounts/user": (
        "", "?q=person4711", "?q=花子", "?q=佐藤+健二", "?q=nobodyhasthisname", "?is_active__exact=0",
        "?is_staff__exact=1", "?is_superuser__exact=1", "?o=1", "?o=-1", "?p=100",
    ),
    "accounts/session": ("", "?state=live", "?state=ended", "?q=user:person1", "?q=花子", "?q=person4711", "?p=100"),
    "accounts/invitation": ("", "?p=10"),
    "accounts/sitelogo": ("",),
    "auth/group": ("", "?q=moderator"),
    "bulk/bulkaction": ("",),
    "chat/room": (
        "", "?q=kettle", "?q=会議+花子", "?q=norooms", "?kind__exact=direct", "?kind__exact=private", "?archived=0",
        "?archived=1", "?archived=default", "?p=100",
    ),
    "chat/membership": (
        "", "?state=current", "?state=left", "?role__exact=owner", "?role__exact=moderator", "?role__exact=member",
        "?q=room:1", "?q=room:4711", "?q=user:person77", "?q=花子", "?q=room:1+花子", "?room__id__exact=1", "?p=100",
    ),
    "chat/message": (
        "", "?q=room:1", "?q=room:4711", "?q=author:person1", "?q=author:person4711", "?q=id:4711", "?q=kettle",
        "?q=会議", "?q=nobodysaidthis", "?q=room:1+nobodysaidthis", "?q=author:person1+kettle", "?room__id__exact=1",
        "?p=100",
    ),
    "chat/ban": ("", "?q=room:1", "?q=user:person77", "?q=花子", "?q=by:person1"),
    "chat/roominvitation": ("", "?q=room:1", "?q=花子", "?q=by:person77"),
    "files/file": ("", "?q=kettle", "?q=nosuchfile", "?q=owner:person1", "?q=room:1", "?p=100"),
    "files/personusage": ("", "?q=person4711", "?q=person:person1", "?p=100"),
    "chat/roomusage": ("", "?q=kettle", "?q=room:1"),
    "jobs/job": ("", "?state=waiting", "?state=running", "?state=failed"),
    "search/indexedroom": ("", "?q=kettle", "?q=room:1"),
    "audit/act": ("", "?q=by:person1", "?q=on:room:1"),
}  # fmt: skip
PAGES = (
    "", "chat/room/1/change/", "chat/room/4711/change/", "chat/room/add/", "chat/membership/1/change/",
    "chat/membership/add/", "accounts/user/1/change/", "accounts/user/4711/change/", "chat/message/4711/change/",
    "accounts/user/1/history/", "chat/room/1/members/", "chat/room/1/members/?q=花子",
    "autocomplete/?app_label=chat&model_name=membership&field_name=user&term=花子",
    "autocomplete/?app_label=chat&model_name=membership&field_name=room&term=kettle",
)  # fmt: skip
# Model, action, where its rows come from.
ACTIONS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("chat/membership", "remove", "chat.Membership", {"left_at": None, "role": "member", "room": 1}),
    ("chat/membership", "remove", "chat.Membership", {"left_at": None, "role": "member", "room__gt": 1}),
    ("chat/membership", "ban", "chat.Membership", {"left_at": None, "role": "member", "room": 1}),
    ("chat/membership", "change_role", "chat.Membership", {"left_at": None, "role": "member", "room": 1}),
    ("chat/room", "archive", "chat.Room", {"archived_at": None, "kind": "public"}),
    ("chat/room", "unarchive", "chat.Room", {"archived_at__isnull": False}),
    ("chat/ban", "delete_selected", "chat.Ban", {}),
    ("chat/message", "delete_selected", "chat.Message", {"deleted_at": None, "room": 1}),
    ("chat/message", "delete_selected", "chat.Message", {"deleted_at": None, "room__gt": 1}),
    ("accounts/user", "deactivate", "accounts.User", {"is_active": True, "is_staff": False}),
    ("accounts/user", "activate", "accounts.User", {"is_active": False, "is_staff": False}),
    ("accounts/user", "sign_out_everywhere", "accounts.User", {"is_active": True, "is_staff": False}),
    ("accounts/session", "revoke", "accounts.Session", {"revoked_at": None}),
)  # fmt: skip


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
    while True:
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
