"""The ASGI application of a worker.

    HTTP       → UploadBodies, PasswordThreads, RequestThreads → Django (urls.py): REST calls, the admin, the web app's page
    WebSocket  → sockets (chat/socket/routing.py): origin → token → consumer

Every write takes one path: service → models → commit → events → room group → sockets.
"""

import asyncio
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter
from django.conf import settings

from accounts.password_hashing import PasswordThreads
from chat import events
from chat.socket.routing import sockets
from core import serving
from core.db.threads import RequestThreads
from core.http.handler import Handler
from core.http.health import ANSWERS
from core.http.request_headers import reduced
from files import storage
from files.api.streaming import UploadBodies
from files.delivery.threads import Fetches
from files.inspection import isolation

FETCH_THREADS = 4
# Some are left for chunks while all others wait for pictures.
UPLOAD_THREADS = isolation.most_threads() + 2

serving.begin()
# Supervisors end a worker whose health checks time out, so these do not queue behind calls that wait for something.
handler = Handler()
health = RequestThreads(handler, 2, name="health")
calls: Any = PasswordThreads(handler, others=RequestThreads(handler, settings.DATABASE_THREADS))
if storage.in_bucket():
    calls = Fetches(RequestThreads(handler, FETCH_THREADS, name="fetch-db"), others=calls)
# Threads of their own: calls do not wait for files that are written and looked at.
http = UploadBodies(RequestThreads(handler, UPLOAD_THREADS, name="upload-db"), others=calls)
routes = ProtocolTypeRouter({"http": http, "websocket": sockets})


async def application(scope: Any, receive: Any, send: Any) -> None:
    events.serve_from(asyncio.get_running_loop())
    if scope["type"] == "http":
        scope = {**scope, "headers": reduced(scope["headers"])}
        if scope["path"] in ANSWERS:
            await health(scope, receive, send)
            return
    await routes(scope, receive, send)
