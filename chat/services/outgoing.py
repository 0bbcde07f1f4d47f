"""The way of every new message, from REST, sockets and bots: what arrives while a transaction runs is stored together in the next one."""

from typing import Any

from django.conf import settings

from chat.services.messages import send
from chat.services.sending import Draft, Sent, send_together
from config.threads import in_database
from config.together import Together

# At most so many, which bounds how long a transaction holds its locks.
_storing: Together[Draft, Sent] = Together("store messages", send_together, most=200)


def send_message(**draft: Any) -> Sent:
    """`messages.send`, for a thread."""
    return _storing.ask_from_thread(Draft(**draft)) if settings.GROUP_COMMIT else send(**draft)


async def send_message_async(**draft: Any) -> Sent:
    """`messages.send`, for the event loop."""
    if settings.GROUP_COMMIT:
        return await _storing.ask(Draft(**draft))
    return await in_database(send, **draft)
