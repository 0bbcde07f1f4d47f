"""FastAPI: the ConnectionManager of its documentation, one for each room, fed by a Redis subscription.

https://fastapi.tiangolo.com/advanced/websockets/ and https://redis.io/docs/latest/develop/clients/redis-py/async/
"""

import asyncio
import contextlib
import os
from collections import defaultdict

import redis.asyncio as redis
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

app = FastAPI()
server = redis.from_url(os.environ["REDIS_URL"])


class ConnectionManager:
    def __init__(self, room: str) -> None:
        self.room = room
        self.active_connections: list[WebSocket] = []
        self.reader: asyncio.Task[None] | None = None

    async def connect(self, websocket: WebSocket) -> None:
        await websocket.accept()
        self.active_connections.append(websocket)
        if self.reader is None:
            self.reader = asyncio.create_task(self.read())

    def disconnect(self, websocket: WebSocket) -> None:
        self.active_connections.remove(websocket)
        if not self.active_connections and self.reader is not None:
            self.reader.cancel()
            self.reader = None

    async def read(self) -> None:
        async with server.pubsub() as pubsub:
            await pubsub.subscribe(self.room)
            async for message in pubsub.listen():
                if message["type"] == "message":
                    await self.broadcast(message["data"].decode())

    async def broadcast(self, message: str) -> None:
        for connection in list(self.active_connections):
            # One that is just leaving; its own handler takes it out.
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                await connection.send_text(message)


class Rooms(defaultdict[str, ConnectionManager]):
    def __missing__(self, room: str) -> ConnectionManager:
        self[room] = ConnectionManager(room)
        return self[room]


rooms = Rooms()


@app.websocket("/ws/{room}/")
async def websocket_endpoint(websocket: WebSocket, room: str) -> None:
    manager = rooms[room]
    await manager.connect(websocket)
    try:
        while True:
            await server.publish(room, await websocket.receive_text())
    except WebSocketDisconnect:
        manager.disconnect(websocket)
