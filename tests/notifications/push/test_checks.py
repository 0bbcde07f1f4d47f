"""Requests that wait for an endpoint take few threads."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.problems import Problem
from lab.servers.process import wait_until
from notifications.push import checks


def test_who_waits_is_few_and_each_person_once() -> None:
    """Whoever waits holds a thread as well."""
    places, entered = checks.Places(), threading.Event()

    def wait_for_a_turn(user_id: int) -> None:
        with places.turn(user_id):
            entered.set()

    with ThreadPoolExecutor(2) as threads:
        with places.turn(-1), places.turn(-2):
            waiting = [threads.submit(wait_for_a_turn, user_id) for user_id in (-3, -4)]
            wait_until(lambda: places._waiting == {-3, -4})
            for user_id in (-1, -3, -5):
                began = time.monotonic()
                with pytest.raises(Problem, match="rate_limited"), places.turn(user_id):
                    pass
                assert time.monotonic() - began < checks.WAIT_SECONDS / 2
        for each in waiting:
            each.result(20)
    assert entered.is_set()
