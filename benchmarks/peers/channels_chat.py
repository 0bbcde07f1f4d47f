"""Stock Channels: the consumer of its tutorial, part 3 ("Rewrite Chat Server as Asynchronous"), without the session lookup.

https://channels.readthedocs.io/en/stable/tutorial/part_3.html. CHANNEL_LAYER names the layer's class, REDIS_URL its server.
"""

import json
import os
from typing import Any

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    INSTALLED_APPS=["daphne", "channels"],
    SECRET_KEY=os.urandom(32).hex(),
    CHANNEL_LAYERS={
        "default": {"BACKEND": os.environ["CHANNEL_LAYER"], "CONFIG": {"hosts": [os.environ["REDIS_URL"]]}},
    },
)
django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path


class ChatConsumer(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        self.room_name = self.scope["url_route"]["kwargs"]["room_name"]
        self.room_group_name = f"chat_{self.room_name}"
        await self.channel_layer.group_add(self.room_group_name, self.channel_name)
        await self.accept()

    async def disconnect(self, close_code: int) -> None:
        await self.channel_layer.group_discard(self.room_group_name, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        message = json.loads(text_data or "{}")["message"]
        await self.channel_layer.group_send(self.room_group_name, {"type": "chat.message", "message": message})

    async def chat_message(self, event: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps({"message": event["message"]}))


application = ProtocolTypeRouter({"websocket": URLRouter([path("ws/<str:room_name>/", ChatConsumer.as_asgi())])})
