"""Tiles of the admin's home. Apps name functions (request) -> Tile | None in `admin_tiles` (core/app_contents.py).

A function answers None to who may not see its figures. It makes queries whose cost is bounded, and keeps what it read
for a few seconds (`kept`), because every open home asks again that often.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Literal, ParamSpec, TypeVar

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from core.admin.charts import Chart
from core.app_contents import named

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

# waiting: what somebody should look at. now: one figure. chart and list: what their names say.
Area = Literal["waiting", "now", "chart", "list"]


@dataclass(frozen=True)
class Row:
    """One line of a list."""

    name: str
    value: str = ""
    url: str = ""
    note: str = ""
    share: int | None = None  # percent, drawn as a bar


@dataclass(frozen=True)
class Tile:
    key: str  # unique; the page knows by it which tile has changed
    area: Area
    title: str
    value: str = ""
    note: str = ""
    url: str = ""  # where one acts
    is_urgent: bool = False
    rows: Sequence[Row] = ()
    empty: str = ""  # said of a list without rows, or of a chart without bars
    chart: Chart | None = None


def tiles(request: HttpRequest) -> Iterator[Tile]:
    """All tiles for this reader. One that fails is left out, and the others are there."""
    for make in named("admin_tiles"):
        try:
            tile: Tile | None = make(request)
        except Exception as error:
            logger.warning("A tile of the admin is left out: %s: %s", make.__name__, type(error).__name__)
            continue
        if tile is not None:
            yield tile


def kept(seconds: float) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the answer of a function in this process. For figures that are the same for every reader; the arguments
    must be hashable, and few."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        answers: dict[object, tuple[float, R]] = {}
        lock = threading.Lock()

        @wraps(function)
        def answer(*args: P.args, **kwargs: P.kwargs) -> R:
            key = (args, tuple(sorted(kwargs.items())))
            # One reads, and the others wait for it: they would all read the same.
            with lock:
                at, found = answers.get(key, (0.0, None))
                if found is None or time.monotonic() - at >= seconds:
                    found = function(*args, **kwargs)
                    answers[key] = time.monotonic(), found
                return found

        _forgetters.append(answers.clear)
        return answer

    return decorate


_forgetters: list[Callable[[], None]] = []


def forget() -> None:
    """Forget all that is kept, for tests."""
    for clear in _forgetters:
        clear()


def list_url(request: HttpRequest, model: str, **filters: object) -> str:
    """The address of a list of the admin, filtered; empty where the model has no page or the reader may not see it."""
    app_label, _, name = model.partition(".")
    try:
        found = apps.get_model(app_label, name)
    except LookupError:
        return ""  # its app was taken out
    pages = admin.site._registry.get(found)
    if pages is None or not pages.has_view_or_change_permission(request):
        return ""
    return reverse(f"admin:{app_label}_{name.lower()}_changelist", query=filters or None)
