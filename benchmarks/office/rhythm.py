"""What a device does, and when.

Somebody works on the chat for a minute, with something every six seconds, and then on something else for four: about
twelve messages an hour of each person, and four of five acts are reading. These are assumptions, made for this
benchmark; where a site has other ones, change the numbers.
"""

import random
from collections.abc import Iterator
from enum import StrEnum

BUSY_SECONDS, BETWEEN_ACTS_SECONDS, PAUSE_SECONDS = 60.0, 6.0, 240.0


class Act(StrEnum):
    READ = "read"  # move the read marker of a room
    OPEN = "open"  # look at a room: its newest page
    SEND = "send"  # after some seconds of typing
    REACT = "react"
    SEARCH = "search"
    LEAVE = "leave"  # the screen goes dark, and lights up again
    EDIT = "edit"
    SLEEP = "sleep"  # the device loses its connection, and comes back with what it had
    UPLOAD = "upload"


OF_A_THOUSAND = {
    Act.READ: 600,
    Act.OPEN: 200,
    Act.SEND: 120,
    Act.REACT: 30,
    Act.SEARCH: 20,
    Act.LEAVE: 12,
    Act.EDIT: 10,
    Act.SLEEP: 5,
    Act.UPLOAD: 3,
}
KINDS, WEIGHTS = list(OF_A_THOUSAND), list(OF_A_THOUSAND.values())


def acts(chance: random.Random, seconds: float) -> Iterator[tuple[float, Act]]:
    """Of one device: what it does, and so many seconds after the beginning. The first pause is cut at random, so that
    not all begin together."""
    at = chance.random() * (BUSY_SECONDS + PAUSE_SECONDS) - BUSY_SECONDS
    while True:
        busy_until = at + chance.expovariate(1 / BUSY_SECONDS)
        while (at := at + chance.expovariate(1 / BETWEEN_ACTS_SECONDS)) < busy_until:
            if at >= seconds:
                return
            if at >= 0:
                yield at, chance.choices(KINDS, WEIGHTS)[0]
        at = busy_until + chance.expovariate(1 / PAUSE_SECONDS)
        if at >= seconds:
            return
