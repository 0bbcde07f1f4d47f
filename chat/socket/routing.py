"""The URLs of sockets."""

from typing import Any

from channels.routing import URLRouter
from django.urls import path, re_path

import chat.url_converters  # noqa: F401  # registers <id:…>
from accounts.middleware import TokenMiddleware
from accounts.origins import OriginMiddleware
from chat.socket.consumer import ChatConsumer
from core.problems import Problem
from realtime.handshake import Receive, Send, refuse


async def no_such_address(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    await receive()
    await refuse(send, scope, Problem("not_found"), chat_v1=False)


# URLRouter takes any ASGI application; Django's types know only views.
_chat: Any = OriginMiddleware(TokenMiddleware(ChatConsumer.as_asgi()))
_nowhere: Any = no_such_address

sockets = URLRouter(
    [
        path("ws/chat/", _chat),
        path("ws/chat/<id:room_id>/", _chat),
        re_path(r"", _nowhere),
    ]
)
