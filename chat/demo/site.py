"""Fill an empty site. One moment always gives one site: all random choices come from one seed."""

import secrets
from datetime import datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Session, User
from accounts.services import sessions
from chat.demo import script
from chat.demo.play import Stage
from chat.demo.script import Part, Scene, Script
from chat.models import Epoch, Membership, Room
from chat.services.importing import rooms
from chat.services.importing.history import PastMember, PastRoom
from core.problems import Problem

# Without letters and digits that look alike: people read the password from a console and type it.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
# A reserved name (RFC 2606): no real person has an email there, so it marks the demo's people.
ADDRESS = "demo.irori.example"
SEED = 12
WEEKS = 8

Role = Membership.Role


def is_filled() -> bool:
    return User.objects.filter(email__endswith=f"@{ADDRESS}").exists()


@transaction.atomic
def fill(*, until: datetime, password: str | None = None) -> list[Room]:
    """Write all people and all messages up to a moment. Without a password nobody can sign in.

    Raises Problem `setup_done` on a site that has people.
    """
    Epoch.objects.select_for_update().get(
        pk=1
    )  # of two simultaneous calls, or a set-up meanwhile, the second finds the first one's people
    if User.objects.exists():
        raise Problem("setup_done")
    rng = Random(SEED)
    played = script.read()
    begin = until - timedelta(weeks=WEEKS)
    people = _people(played, begin, password)
    return rooms.record([_room(played, scene, people, rng, begin, until) for scene in played.scenes])


def new_password() -> str:
    """A random password for this site alone, with about 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def change_password(password: str) -> None:
    """Give all people of the demo this password, and end their sessions."""
    people = User.objects.filter(email__endswith=f"@{ADDRESS}")
    with transaction.atomic():
        people.update(password=make_password(password))
        sessions.revoke(Session.objects.live().filter(user__in=people), Session.End.PASSWORD_CHANGED)


def sign_ins() -> list[tuple[Part, User]]:
    """The people whom a visitor may sign in as, the administrator first."""
    shown = [person for person in script.read().people if person.role]
    users = {user.username: user for user in User.objects.filter(email__endswith=f"@{ADDRESS}")}
    return [(person, users[person.username]) for person in shown if person.username in users]


def _people(played: Script, begin: datetime, password: str | None) -> dict[str, User]:
    # Hashing is slow by design, and all people have one password: it is hashed once.
    hashed = make_password(password)
    users = User.objects.bulk_create(
        User(
            username=person.username,
            display_name=person.display_name,
            email=f"{person.username}@{ADDRESS}",
            status_emoji=person.status[0],
            status_text=person.status[1],
            password=hashed,
            date_joined=begin,
            is_staff=index == 0,
            is_superuser=index == 0,
        )
        for index, person in enumerate(played.people)
    )
    return {user.username: user for user in users}


def _room(
    played: Script, scene: Scene, people: dict[str, User], rng: Random, begin: datetime, until: datetime
) -> PastRoom:
    """A room in which people join one after the other in the first hour, and then talk."""
    created_at = begin + timedelta(minutes=rng.randrange(60))
    cast = {username: people[username] for username in scene.cast or people}
    archived_at = None if scene.archived_days_ago is None else until - timedelta(days=scene.archived_days_ago)
    visitor = played.people[0].username
    members = [
        PastMember(
            user,
            created_at + timedelta(minutes=index),
            role=_role(scene, username, index),
            unread=scene.unread if username == visitor else 0,
            favourite=scene.favourite and username == visitor,
        )
        for index, (username, user) in enumerate(cast.items())
    ]
    talk = Stage(played, scene, cast, rng).play(since=created_at + timedelta(hours=1), until=archived_at or until)
    return PastRoom(scene.name, scene.kind, scene.topic, created_at, members, talk, archived_at, scene.is_default)


def _role(scene: Scene, username: str, index: int) -> Role:
    if scene.kind == Room.Kind.DIRECT:
        return Role.MEMBER
    return Role.OWNER if index == 0 else Role.MODERATOR if username in scene.moderators else Role.MEMBER
