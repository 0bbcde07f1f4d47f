"""Measure how long after a fault the clients with a steady network need until they have everything, and find those
that are too late."""

import time

from lab.chaos.checks.anomalies import Anomaly, Violation
from lab.chaos.checks.own_state import differences
from lab.chaos.clients.client import Client
from lab.chaos.faults.fault import Scene
from lab.chaos.world import database
from lab.chaos.world.database import Own

BOUND_SECONDS = 10.0
# A client that lost its connection waits before it reconnects, which is not the server's fault.
GIVE_UP_SECONDS = 30.0
PAUSE_SECONDS = 0.25


def recover(scene: Scene, begun: float) -> tuple[float, list[Violation]]:
    """Returns the seconds until recovery, and the clients that are late. `begun`: when the fault began, in seconds
    since 1970. A client that kept its connection must have everything within BOUND_SECONDS."""
    end = time.monotonic()
    owns = database.owns(scene.world.cluster.database_url)
    heads = database.heads(scene.world.cluster.database_url)
    late: list[Violation] = []
    while time.monotonic() < end + GIVE_UP_SECONDS:
        behind = [client for client in scene.crowd.steady if not is_up_to_date(client, heads, owns)]
        if not behind:
            break
        if time.monotonic() > end + BOUND_SECONDS and not late:
            kept = [client for client in behind if client.connection.is_kept_since(begun)]
            late = [each for client in kept for each in lacks(client, heads, owns)]
            if late:
                break
        time.sleep(PAUSE_SECONDS)
    return time.monotonic() - end, late


def is_up_to_date(client: Client, heads: dict[int, int], owns: dict[int, Own]) -> bool:
    return client.connection.is_open and not lacks(client, heads, owns)


def lacks(client: Client, heads: dict[int, int], owns: dict[int, Own]) -> list[Violation]:
    user, own = client.guest.user, owns[client.guest.user]
    behind = [
        (room, f"has {timeline.have} of {heads[room]}")
        for room, timeline in list(client.inbox.timelines.items())
        if timeline.have < heads[room]
    ]
    shown = set(client.inbox.timelines)
    behind += [(room, "the room is not shown, or should not be") for room in shown ^ own.places.keys()]
    behind += differences(client.inbox.own.seen, own)
    return [
        Violation(Anomaly.LATE, room, f"{BOUND_SECONDS:.0f} s after a fault: {what}", user) for room, what in behind
    ]
