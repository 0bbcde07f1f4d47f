"""The measurement of the admin leaves nothing out quietly."""

from typing import Any

import pytest

from accounts.models import User
from benchmarks.admin import actions, inside, turns
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


def test_every_action_is_measured() -> None:
    actions.expect_all(a_user("chief", is_staff=True, is_superuser=True))


def test_an_action_without_rows_stops_it(monkeypatch: Any) -> None:
    without = {key: cases for key, cases in actions.ACTIONS.items() if key != ("moderation.report", "claim")}
    monkeypatch.setattr(actions, "ACTIONS", without)
    with pytest.raises(LookupError, match=r"moderation\.report: claim"):
        next(inside.measured(1))


def test_an_answer_that_is_none_stops_it() -> None:
    client, _ = inside._client()
    with pytest.raises(turns.WrongAnswer, match="chat/room/4711/change/: 302"):
        turns.read(client, "chat/room/4711/change/")


def test_an_action_that_is_refused_stops_it() -> None:
    client, _ = inside._client()
    case = actions.Case(actions.of(User.objects.all()))
    with pytest.raises(turns.WrongAnswer, match="accounts/user: no_such_action: "):
        turns.act(client, "accounts/user", "no_such_action", case, 1)
