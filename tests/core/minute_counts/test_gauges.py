"""What each worker has at this moment, on a site of one worker and of several."""

import json
import time

import pytest
from django.test import override_settings

from core.minute_counts import gauges
from lab.programs.redis import Redis


@pytest.fixture(autouse=True)
def figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gauges, "named", lambda attribute: [{"sockets": lambda: 7}] if attribute == "gauges" else [])
    monkeypatch.setattr(gauges, "_redis", gauges._Redis())


def test_a_worker_alone_asks_itself() -> None:
    gauges.publish()
    assert gauges.workers() == [gauges.Worker(gauges.name(), {"sockets": 7})]


def test_workers_see_each_other_until_they_are_old(redis_server: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gauges, "KEY", "workers of this test")  # the sites of other tests publish in the same Redis
    with override_settings(REDIS_URL=redis_server.url):
        client = gauges._redis.client
        now = time.time()
        for worker, age in (("a:1", 1), ("b:2", 60), ("c:3", 7200)):
            client.hset(gauges.KEY, worker, json.dumps({"at": now - age, "sockets": 3}))
        gauges.publish()
        assert {worker.name: worker.figures["sockets"] for worker in gauges.workers()} == {gauges.name(): 7, "a:1": 3}
        assert not client.hexists(gauges.KEY, "c:3"), "forgotten"
        gauges.withdraw()
        assert not client.hexists(gauges.KEY, gauges.name())
        client.delete(gauges.KEY)
        client.close()


def test_while_redis_is_away_a_worker_sees_itself(unused_tcp_port: int) -> None:
    with override_settings(REDIS_URL=f"redis://127.0.0.1:{unused_tcp_port}/0"):
        gauges.publish()
        gauges.withdraw()
        assert [worker.figures["sockets"] for worker in gauges.workers()] == [7]
