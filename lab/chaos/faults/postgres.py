"""PostgreSQL is away, loses connections, or has locked rows."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from lab.chaos.checks.anomalies import Violation
from lab.chaos.faults.fault import Scene
from lab.chaos.faults.people import churn
from lab.chaos.faults.probes import probe, usual_seconds
from lab.chaos.world import database

MOVED_SECONDS = 60
TERMINATE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.5
"""


def restart_postgres(scene: Scene) -> None:
    postgres = scene.world.cluster.postgres
    postgres.stop()
    time.sleep(scene.plan.postgres_is_away_seconds)
    postgres.start()


def terminate_backends(scene: Scene) -> None:
    """Terminate half of the backends again and again, while people are removed and brought back."""
    end = time.monotonic() + scene.plan.churn_seconds
    moving = scene.crowd.begin(churn(scene, scene.plan.churn_seconds, pauses=(0.1, 0.5)))
    with database.connect(scene.world.cluster.database_url) as connection:
        while time.monotonic() < end:
            connection.execute(TERMINATE)
            time.sleep(scene.chance.uniform(0.1, 0.4))
    # Requests under way are repeated until they succeed, which needs a site that answers.
    moving.result(MOVED_SECONDS)


def lock_a_room(scene: Scene) -> list[Violation]:
    """Lock one room, and check that the other rooms are not delayed."""
    rooms, workers = scene.crowd.population.open_rooms, range(scene.plan.workers)
    locked = scene.chance.choice(rooms)
    others = [room for room in rooms if room != locked]
    usual = scene.crowd.run(usual_seconds(scene, workers, others))
    with locking(scene, locked):
        return scene.crowd.run(probe(scene, workers, others, scene.plan.lock_seconds, usual))


@contextmanager
def locking(scene: Scene, room: int) -> Iterator[None]:
    with database.connect(scene.world.cluster.database_url) as connection, connection.transaction():
        connection.execute("SELECT id FROM chat_room WHERE id = %s FOR UPDATE", [room])
        yield
