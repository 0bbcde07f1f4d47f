"""Sending a message over REST."""

import uuid
from typing import Any

from tests.chat.hearth import Hearth
from tests.support.in_process import Answer, Api


def send(api: Api, hearth: Hearth, **body: Any) -> Answer:
    return api.post(f"rooms/{hearth.id}/messages/", {"nonce": str(uuid.uuid4()), "text": "tea", **body})
