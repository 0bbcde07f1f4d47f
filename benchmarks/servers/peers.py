"""The peers, started as their documentation says."""

from pathlib import Path

import msgspec

from benchmarks.orders import Publisher, Socket, text_of
from benchmarks.programs import GO_CHAT, PEERS, PYTHON, make_go, make_node, make_python
from benchmarks.servers.peer import Peer


class ChannelsCore(Peer):
    """Stock Channels with RedisChannelLayer, on Daphne."""

    name = "channels_core"
    make = staticmethod(make_python)
    layer = "core"
    layer_class = "channels_redis.core.RedisChannelLayer"

    def program(self) -> list[str | Path]:
        application = "benchmarks.peers.channels_chat:application"
        # Without its access log, which would only cost it time.
        options = ["--verbosity", "0", "--bind", "127.0.0.1", "--port", str(self.port)]
        return [PYTHON, "-m", "daphne", *options, application]

    def environment(self) -> dict[str, str]:
        return {"CHANNEL_LAYER": self.layer_class}

    def publisher(self) -> Publisher:
        return Publisher(self.redis_url, f"chat_{self.room}", layer=self.layer)


class ChannelsPubSub(ChannelsCore):
    """Stock Channels with RedisPubSubChannelLayer, on Daphne."""

    name = "channels_pubsub"
    layer = "pubsub"
    layer_class = "channels_redis.pubsub.RedisPubSubChannelLayer"


class FastAPI(Peer):
    """FastAPI on uvicorn, which finds uvloop, httptools and websockets by itself."""

    name = "fastapi"
    make = staticmethod(make_python)

    def program(self) -> list[str | Path]:
        application = "benchmarks.peers.fastapi_chat:app"
        options = ["--host", "127.0.0.1", "--port", str(self.port), "--log-level", "warning"]
        return [PYTHON, "-m", "uvicorn", application, *options]


class NodeWs(Peer):
    """Node's ws."""

    name = "node_ws"
    make = staticmethod(make_node)

    def program(self) -> list[str | Path]:
        return ["node", PEERS / "node" / "ws.js"]

    def environment(self) -> dict[str, str]:
        return {"NODE_ENV": "production"}


class SocketIO(NodeWs):
    """Socket.IO with its Redis adapter."""

    name = "socketio"

    def program(self) -> list[str | Path]:
        return ["node", PEERS / "node" / "socketio.js"]

    def sockets(self, count: int) -> list[Socket]:
        """Engine.IO's and Socket.IO's handshakes, the event that joins the room, and Engine.IO's heartbeat."""
        url = f"ws://127.0.0.1:{self.port}/socket.io/?EIO=4&transport=websocket"
        answers = {"0": "40", "40": f'42["join","{self.room}"]', "2": "3"}
        return [Socket(url, answers=answers)] * count

    def publisher(self) -> Publisher:
        """What @socket.io/redis-emitter publishes: [sender, packet, options] in MessagePack; 2 is an event."""
        text = text_of(0)
        packet = {"type": 2, "data": ["message", text.decode()], "nsp": "/"}
        options = {"rooms": [self.room], "except": [], "flags": {}}
        before, after = msgspec.msgpack.encode(["emitter", packet, options]).split(text)
        return Publisher(self.redis_url, f"socket.io#/#{self.room}#", before, after)


class Go(Peer):
    """gorilla/websocket."""

    name = "go"
    make = staticmethod(make_go)

    def program(self) -> list[str | Path]:
        return [GO_CHAT]
