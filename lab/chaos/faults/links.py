"""A link that drops everything: both ends believe that it is open, and only the kernel acknowledges what they send."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

from lab.chaos.checks.anomalies import Anomaly, Violation
from lab.chaos.faults.fault import Scene
from lab.chaos.faults.probes import BOUND_SECONDS, answer
from lab.chaos.world.cluster import WITH_POSTGRES_LINK
from lab.chaos.world.link import Link

HEALED_SECONDS = 10.0
GIVE_UP_SECONDS = 25.0


@contextmanager
def swallowing(link: Link) -> Iterator[None]:
    link.swallow()
    try:
        yield
    finally:
        link.mend()


def cut_off_from_redis(scene: Scene) -> None:
    with swallowing(scene.world.redis_link):
        time.sleep(scene.plan.hole_seconds)


def cut_off_from_nginx(scene: Scene) -> None:
    with swallowing(scene.world.nginx_link):
        time.sleep(scene.plan.hole_seconds)


def cut_off_from_postgres(scene: Scene) -> list[Violation]:
    """Check that the worker serves again within HEALED_SECONDS after the link is whole."""
    with swallowing(scene.world.postgres_link):
        time.sleep(scene.plan.hole_seconds)
    healed = scene.crowd.run(_until_healed(scene))
    if healed <= HEALED_SECONDS:
        return []
    return [Violation(Anomaly.LATE, 0, f"a worker served {healed:.1f} s after its link to PostgreSQL was whole again")]


async def _until_healed(scene: Scene) -> float:
    begin = time.monotonic()
    while time.monotonic() < begin + GIVE_UP_SECONDS:
        answers = await answer(scene, [WITH_POSTGRES_LINK], scene.crowd.population.open_rooms)
        if all(each.is_good and each.seconds <= BOUND_SECONDS for each in answers):
            break
        await asyncio.sleep(0.25)
    return time.monotonic() - begin
