"""Messages that are there to be read."""

from accounts.models import User
from chat.models import Message
from tests.chat.hearth import Hearth


def say(hearth: Hearth, count: int, author: User | None = None) -> list[Message]:
    return [hearth.say(str(turn), author) for turn in range(count)]
