"""The ASGI application of a worker.

    HTTP       → PasswordThreads, RequestThreads → Django (urls.py): REST calls, the admin, the web app's page
    WebSocket  → sockets (chat/socket/routing.py): origin → token → consumer

Every write takes one path: service → models → commit → events → room group → sockets.
"""

import asyncio
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application

django = get_asgi_application()

from channels.routing import ProtocolTypeRouter
from django.conf import settings

from accounts.password_hashing import PasswordThreads
from chat import events
from chat.socket.routing import sockets
from core import serving
from core.db.threads import RequestThreads
from core.http.health import ANSWERS
from core.http.request_headers import reduced

serving.begin()
# Supervisors end a worker whose health checks time out, so these do not queue behind calls that wait for something.
health = RequestThreads(django, 2, name="health")
http = PasswordThreads(django, others=RequestThreads(django, settings.DATABASE_THREADS))
routes = ProtocolTypeRouter({"http": http, "websocket": sockets})


async def application(scope: Any, receive: Any, send: Any) -> None:
    events.serve_from(asyncio.get_running_loop())
    if scope["type"] == "http":
        scope = {**scope, "headers": reduced(scope["headers"])}
        if scope["path"] in ANSWERS:
            await health(scope, receive, send)
            return
    await routes(scope, receive, send)
