"""Actions during a fault, each repeated until it succeeds."""

import asyncio
from collections.abc import Coroutine, Iterable
from functools import partial
from typing import Any

from lab.chaos.clients.client import Client
from lab.chaos.clients.retrying import insist
from lab.chaos.faults.fault import Scene

TOLD_SECONDS = 1.0


async def at_once(deeds: Iterable[Coroutine[Any, Any, None]]) -> None:
    await asyncio.gather(*deeds)


async def remove(host: Client, room: int, user: int) -> None:
    await insist(host.connection, lambda: host.moving.remove(room, user))


async def bring_back(host: Client, room: int, user: int) -> None:
    await insist(host.connection, lambda: host.moving.add(room, user))


async def churn(scene: Scene, seconds: float, pauses: tuple[float, float]) -> None:
    """Hosts in turn remove every watcher from their rooms and bring them back, again and again."""
    end = asyncio.get_running_loop().time() + seconds
    deeds = []
    for number, (first, _) in enumerate(scene.crowd.watchers):
        for room in first.guest.rooms:
            host = scene.crowd.hosts[(number + 1) % len(scene.crowd.hosts)]
            waits = [scene.chance.uniform(*pauses) for _ in range(100)]
            deeds.append(_come_and_go(host, room, first.guest.user, waits, end))
    await asyncio.gather(*deeds)


async def _come_and_go(host: Client, room: int, user: int, waits: list[float], end: float) -> None:
    for wait in waits:
        if asyncio.get_running_loop().time() > end:
            return
        await remove(host, room, user)
        await asyncio.sleep(wait)
        await bring_back(host, room, user)
        await asyncio.sleep(wait)


async def come_back_unseen(scene: Scene) -> None:
    """Remove every watcher, let their devices sync, and bring them back at once. A comparison of the members before
    and after finds no difference."""
    await asyncio.gather(
        *(
            _come_back_unseen(scene.crowd.hosts[number - 1], room, devices)
            for number, devices in enumerate(scene.crowd.watchers)
            for room in devices[0].guest.rooms
        )
    )


async def _come_back_unseen(host: Client, room: int, devices: list[Client]) -> None:
    user = devices[0].guest.user
    await remove(host, room, user)
    for device in devices:
        device.inbox.wake()
    end = asyncio.get_running_loop().time() + TOLD_SECONDS
    while any(room in device.inbox.timelines for device in devices):
        if asyncio.get_running_loop().time() > end:
            break
        await asyncio.sleep(0.02)
    await bring_back(host, room, user)


async def change_own_state(scene: Scene) -> None:
    """Change all own state of every watcher, from one of their devices."""
    await asyncio.gather(*(_change(scene, devices[1]) for devices in scene.crowd.watchers))


async def _change(scene: Scene, device: Client) -> None:
    wishes, connection = device.wishes, device.connection
    for room in device.guest.rooms:
        if (timeline := device.inbox.timelines.get(room)) is None:
            continue
        place = device.inbox.own.places[room]
        seq = max((row.seq or 0 for row in timeline.screen.rows), default=0)
        await insist(connection, partial(wishes.read, room, seq))
        await insist(connection, partial(wishes.prefer, room, "muted", not place.muted))
        await insist(connection, partial(wishes.prefer, room, "favourite", not place.favourite))
        await insist(connection, partial(wishes.draft, room, next(scene.texts)))
    await insist(connection, partial(wishes.rename, next(scene.texts)))
