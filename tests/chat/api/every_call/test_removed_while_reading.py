"""Whoever is removed while their read is under way gets nothing that was sent afterwards, between whichever of its
queries that falls."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection

from chat import selectors
from chat.services.authority import Member
from chat.services.messages import pins
from chat.services.rooms import memberships
from tests.chat.hearth import Hearth
from tests.support.in_process import Answer, Api

pytestmark = pytest.mark.django_db

SECRET = "yuki must not read this"
# More than any of these reads takes.
MOST_QUERIES = 40


def sync(hearth: Hearth, root: int, member: Api) -> Answer:
    return member.post("sync/", {"epoch": str(selectors.epoch()), "rooms": {str(hearth.id): 1}})


def history(hearth: Hearth, root: int, member: Api) -> Answer:
    return member.get(f"rooms/{hearth.id}/messages/")


def opening(hearth: Hearth, root: int, member: Api) -> Answer:
    return member.get(f"rooms/{hearth.id}/opening/")


def thread(hearth: Hearth, root: int, member: Api) -> Answer:
    return member.get(f"messages/{root}/thread/")


def pinned(hearth: Hearth, root: int, member: Api) -> Answer:
    return member.get(f"rooms/{hearth.id}/pins/")


def latest(hearth: Hearth, root: int, member: Api) -> Answer:
    return member.get("rooms/latest/", rooms=f"{hearth.id}")


class Before:
    """Do something once, before a query: the given one, counted from 1."""

    def __init__(self, number: int, act: Callable[[], object]) -> None:
        self.left, self.act = number, act
        self.has_acted = False

    def __call__(self, execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            self.has_acted = True
            self.act()
        return execute(sql, parameters, many, context)


@pytest.mark.parametrize("read", [sync, history, opening, thread, pinned, latest])
def test_a_removal_between_two_queries(hearth: Hearth, member: Api, read: Callable[[Hearth, int, Api], Answer]) -> None:
    root = hearth.say().pk

    def remove(text: str) -> None:
        memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)
        said = hearth.store(text, thread=root if read is thread else None)
        pins.pin(by=hearth.owner, message_id=said.pk)

    for number in range(1, MOST_QUERIES):
        # Of an earlier round they may read everything, as they are back in the room.
        secret = f"{SECRET} {number:02}"
        before = Before(number, partial(remove, secret))
        with connection.execute_wrapper(before):
            answer = read(hearth, root, member)
        if not before.has_acted:
            assert number > 2, "the read made no query"
            return
        assert secret not in str(answer.body), f"removed before query {number}"
        memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[hearth.member.pk])
    pytest.fail("the read has more queries than that")
