"""What a socket is told of others' presence."""

from lab.clients.person import Person
from lab.clients.socket import Chatter


def watch(chatter: Chatter, *people: Person) -> list[str]:
    """How each of them is."""
    answer = chatter.ask("presence.watch", users=[person.id for person in people])
    assert answer["type"] == "ok", answer
    return [answer["presence"][str(person.id)] for person in people]


def news(chatter: Chatter, person: Person) -> str:
    state: str = chatter.wait_for("presence", user=person.id)["state"]
    return state
