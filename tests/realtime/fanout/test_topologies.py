"""More Redis than one: several hosts, a master that Sentinels name, a cluster."""

import itertools
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from redis import ConnectionError

from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.programs.redis import Redis
from lab.programs.redis_topologies import Sentinel, cluster
from lab.servers.process import wait_until
from lab.servers.site import Site


class Talk(NamedTuple):
    """Two people at a worker each."""

    sites: list[Site]
    hanako: Person
    chatters: list[Chatter]

    def is_heard(self, room: Json) -> None:
        for speaker, listener in itertools.permutations(self.chatters):
            message = speaker.say(room, "do you hear me?")
            assert listener.wait_for("message", rev=message["rev"])["message"] == message

    def is_fast_again(self, redis: Iterable[Redis], room: Json) -> None:
        """Both listen to one of these, and trust it."""
        wait_until(lambda: listeners(redis, room) == 2, 20, "both workers to listen again")
        for site in self.sites:
            wait_until(partial(trusts_redis_again, site), 20, "Redis to be back")
        self.is_heard(room)


def trusts_redis_again(site: Site) -> bool:
    """A busy machine may have lost it before, too."""
    return 0 < site.log.count("Redis is away") == site.log.count("Redis is back")


@contextmanager
def talk(folder: Path, redis_url: str) -> Iterator[Talk]:
    database_url = f"sqlite:///{folder}/site.sqlite3"
    with ExitStack() as running:
        sites = []
        for name in ("first", "second"):
            (folder / name).mkdir()
            site = Site(folder / name, database_url=database_url, redis_url=redis_url)
            sites.append(running.enter_context(site))
            running.enter_context(site.no_traceback())
        hanako = Person.set_up(sites[0])
        kenji = Person.register(sites[1], "kenji")
        hanako.create_room("Kitchen", kenji)
        chatters = [running.enter_context(Chatter(person)) for person in (hanako, kenji)]
        yield Talk(sites, hanako, chatters)


def listeners(redis: Iterable[Redis], room: Json) -> int:
    """A server that is being made the master drops its connections, and is counted the next time."""
    channel = f"irori__fanout__room.{room['id']}"
    count = 0
    for server in redis:
        if server.running:
            with suppress(ConnectionError), server.client() as client:
                count += client.pubsub_numsub(channel)[0][1]
    return count


def shared_by(talk: Talk) -> list[Json]:
    return [room for room in talk.chatters[1].hello["rooms"] if room["kind"] == "public"]


def test_rooms_are_spread_over_several_hosts(tmp_path: Path) -> None:
    with ExitStack() as running:
        folders = [tmp_path / name for name in ("a", "b")]
        for folder in folders:
            folder.mkdir()
        servers = [running.enter_context(Redis(folder)) for folder in folders]
        conversation = running.enter_context(talk(tmp_path, ", ".join(server.url for server in servers)))
        kenji = Person.sign_in(conversation.sites[1], "kenji")
        rooms = [conversation.hanako.create_room(f"Room {number}", kenji) for number in range(16)]
        for chatter in conversation.chatters:
            for room in rooms:
                chatter.wait_for("room.joined", room=room["id"])
        wait_until(lambda: sum(listeners(servers, room) > 0 for room in rooms) == len(rooms), what="all to be served")
        homes = {server: [room for room in rooms if listeners([server], room)] for server in servers}
        assert all(homes.values())
        assert sum(map(len, homes.values())) == len(rooms)
        servers[0].kill()
        # Those that live on the other host go on as if nothing had happened, the others by way of the database.
        for room in (homes[servers[1]][0], homes[servers[0]][0]):
            conversation.is_heard(room)
        servers[0].start()
        conversation.is_fast_again(servers, homes[servers[0]][0])


def test_sentinels_say_which_is_the_master(tmp_path: Path) -> None:
    with ExitStack() as running:
        folders = [tmp_path / name for name in ("master", "replica", "sentinel")]
        for folder in folders:
            folder.mkdir()
        master = running.enter_context(Redis(folders[0]))
        replica = running.enter_context(Redis(folders[1], replicaof=f"127.0.0.1 {master.port}"))
        sentinel = running.enter_context(Sentinel(folders[2], master))
        # The first Sentinel is one that is down.
        url = f"redis+sentinel://127.0.0.1:1,127.0.0.1:{sentinel.port}/hearth/0"
        conversation = running.enter_context(talk(tmp_path, url))
        (room,) = shared_by(conversation)[-1:]
        conversation.is_heard(room)
        wait_until(lambda: listeners([master], room) == 2, what="both workers to listen")
        assert listeners([replica], room) == 0
        master.kill()
        conversation.is_heard(room)
        conversation.is_fast_again([replica], room)


def see_each_other(talk: Talk) -> None:
    """Whoever is on the other worker."""
    ids = [chatter.hello["user"]["id"] for chatter in talk.chatters]
    for chatter, other in zip(talk.chatters, reversed(ids), strict=True):
        if chatter.ask("presence.watch", users=[other])["presence"] != {str(other): "online"}:
            assert chatter.wait_for("presence", user=other)["state"] == "online"


def test_a_cluster_loses_a_node(tmp_path: Path) -> None:
    with cluster(tmp_path) as nodes:
        url = "redis+cluster://" + ",".join(f"127.0.0.1:{node.port}" for node in nodes)
        with talk(tmp_path, url) as conversation:
            see_each_other(conversation)
            (room,) = shared_by(conversation)[-1:]
            conversation.is_heard(room)
            wait_until(lambda: listeners(nodes, room) == 2, what="both workers to listen")
            dying = next(node for node in nodes if listeners([node], room))
            hearing = listeners([dying], room)
            dying.kill()
            conversation.is_heard(room)
            wait_until(lambda: listeners(nodes, room) == 2, 20, "everybody to listen at another node")
            wait_until(
                lambda: sum(site.log.count("Redis is back") for site in conversation.sites) >= hearing,
                20,
                "Redis to be back",
            )
            conversation.is_heard(room)
