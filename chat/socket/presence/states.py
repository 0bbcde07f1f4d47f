"""Presence states."""

from enum import IntEnum

from chat import protocol


class State(IntEnum):
    """A person's state is the greatest state of their devices."""

    OFFLINE = 0
    AWAY = 1
    ONLINE = 2

    @property
    def word(self) -> protocol.Presence:
        return _WORDS[self]

    @classmethod
    def of(cls, word: protocol.Presence) -> "State":
        return cls(_WORDS.index(word))


_WORDS: tuple[protocol.Presence, ...] = ("offline", "away", "online")
