"""One turn of a page or an action, and what it cost. What answers otherwise than it should stops the measurement: what is
left out quietly is not missed for a long time."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from django.contrib import messages
from django.db import connection, transaction
from django.test import TestCase

from benchmarks.admin.actions import Case
from core.admin import reauthentication, tiles


class WrongAnswer(Exception):
    """The name of what was asked, and the answer."""


class Turn(msgspec.Struct, array_like=True, frozen=True):
    """Milliseconds: by the clock; and of a core, in this process and in the one of PostgreSQL that serves it."""

    wall: float
    cpu: float


def read(client: Any, path: str) -> Turn:
    tiles.forget()
    answer, turn = _timed(lambda: client.get(f"/admin/{path}"))
    if answer.status_code != 200:
        raise WrongAnswer(f"{path}: {_said(answer)}")
    return turn


def act(client: Any, model: str, action: str, case: Case, number: int) -> Turn:
    """Run an action on this many rows, and roll it back. What follows its commit, such as frames to browsers, belongs to
    it; the writing of the commit to the disk does not."""
    with transaction.atomic():
        rows = case.rows(number)
        if len(rows) != number:
            raise WrongAnswer(f"{model}: {action}{case.where}: the site has {len(rows)} rows for it, not {number}")
        _confirm(client)
        _check_deferred()
        sent = {"action": action, "_selected_action": [str(row.pk) for row in rows], **case.sent}
        answer, turn = _timed(lambda: _post(client, f"/admin/{model}/", sent))
        transaction.set_rollback(True)
    if answer.status_code != 302 or not _was_done(answer, number):
        raise WrongAnswer(f"{model}: {action}{case.where}: {_said(answer)}")
    return turn


def _post(client: Any, path: str, sent: dict[str, Any]) -> Any:
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(path, sent)
    _check_deferred()
    return answer


def _check_deferred() -> None:
    """PostgreSQL checks foreign keys at the commit, which is part of what a change costs. SQLite counts as it writes."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def _confirm(client: Any) -> None:
    """As if the password was entered a moment ago: a measurement takes longer than that holds."""
    session = client.session
    session[reauthentication.SESSION_KEY] = time.time()
    session.save()
    client.cookies.pop("messages", None)  # of the turn before


def _was_done(answer: Any, number: int) -> bool:
    """A refused action redirects as well, and says so; one that changed fewer rows tells how many."""
    told = list(messages.get_messages(answer.wsgi_request))
    return any(
        each.level == messages.SUCCESS and re.search(rf"(?<!\d){number}(?!\d)", str(each.message)) for each in told
    )


def _said(answer: Any) -> str:
    told = "; ".join(str(each.message) for each in messages.get_messages(answer.wsgi_request))
    return " ".join(filter(None, [str(answer.status_code), answer.headers.get("Location", ""), told]))


def _timed(call: Callable[[], Any]) -> tuple[Any, Turn]:
    cpu, wall = _cpu(), time.perf_counter()
    answer = call()
    wall, cpu = time.perf_counter() - wall, _cpu() - cpu
    return answer, Turn(round(1000 * wall, 1), round(1000 * cpu, 1))


def _cpu() -> float:
    """Seconds. Those of PostgreSQL's parallel workers are not among them."""
    if connection.vendor != "postgresql":
        return time.process_time()
    connection.ensure_connection()
    served_by: int = connection.connection.info.backend_pid
    return time.process_time() + int(Path(f"/proc/{served_by}/schedstat").read_text().split()[0]) / 1e9
