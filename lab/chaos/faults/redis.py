"""Redis is away, or hangs."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from lab.chaos.faults.fault import Scene
from lab.chaos.faults.people import change_own_state, churn, come_back_unseen


@contextmanager
def without_redis(scene: Scene) -> Iterator[None]:
    redis = scene.world.cluster.redis
    redis.kill()
    try:
        yield
    finally:
        redis.start()


def lose_redis(scene: Scene) -> None:
    with without_redis(scene):
        time.sleep(scene.plan.redis_is_away_seconds)


def hang_redis(scene: Scene) -> None:
    redis = scene.world.cluster.redis
    redis.pause()
    time.sleep(scene.plan.redis_hangs_seconds)
    redis.resume()


def move_people_without_redis(scene: Scene) -> None:
    """Some people come back before the workers compare the members, and some after."""
    with without_redis(scene):
        time.sleep(1)
        scene.crowd.run(churn(scene, scene.plan.redis_is_away_seconds, pauses=(0.1, 1.5)))
        scene.crowd.run(come_back_unseen(scene))


def change_own_state_without_redis(scene: Scene) -> None:
    with without_redis(scene):
        time.sleep(1)
        scene.crowd.run(change_own_state(scene))
        time.sleep(scene.plan.redis_is_away_seconds)
