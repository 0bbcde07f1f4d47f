"""The map of the running site.

    HTTP       → RequestThreads → Django (urls.py): REST calls, the admin, the web app's page
    WebSocket  → sockets (chat/realtime/routing.py): origin → token → consumer

A write takes one path from either door: service → models → commit → events → room group → consumers → sockets.
"""

import asyncio
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application

django = get_asgi_application()

from channels.routing import ProtocolTypeRouter
from django.conf import settings

from chat import events
from chat.realtime.routing import sockets
from config.request_headers import reduced
from config.threads import RequestThreads

routes = ProtocolTypeRouter({"http": RequestThreads(django, settings.DATABASE_THREADS), "websocket": sockets})


async def application(scope: Any, receive: Any, send: Any) -> None:
    events.serve_from(asyncio.get_running_loop())
    if scope["type"] == "http":
        scope = {**scope, "headers": reduced(scope["headers"])}
    await routes(scope, receive, send)
