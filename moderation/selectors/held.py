"""Held messages that somebody may see, and who decides them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from accounts.models import User
from chat.models import Membership, Room
from files.models import File
from moderation.models import HeldMessage

State = HeldMessage.State
Role = Membership.Role
DECIDERS = (Role.OWNER, Role.MODERATOR)
# People of a room who are told how many wait.
MOST_TOLD = 200


def shown(membership: Membership) -> QuerySet[HeldMessage]:
    """To moderators and owners all that wait in the room; to everybody their own, refused ones too."""
    own = Q(author=membership.user_id, state__in=(State.WAITING, State.REFUSED))
    seen = own | Q(state=State.WAITING) if membership.moderates and not membership.room.is_direct else own
    return HeldMessage.objects.filter(seen, room=membership.room_id).select_related("author")


def waiting_in(room_ids: Collection[int]) -> dict[int, int]:
    """How many wait, by room; none where none does."""
    waiting = HeldMessage.objects.filter(room__in=room_ids, state=State.WAITING)
    return dict(waiting.values_list("room_id").annotate(Count("pk")).order_by())


def deciders_of(rooms: Iterable[Room]) -> dict[int, list[int]]:
    """The ids of those who decide, by room."""
    deciding = [room.pk for room in rooms if not room.is_direct]
    members = Membership.objects.current().filter(room__in=deciding, role__in=DECIDERS).order_by("pk")
    deciders: dict[int, list[int]] = defaultdict(list)
    for room_id, user_id in members.values_list("room_id", "user_id")[: MOST_TOLD * len(deciding)]:
        deciders[room_id].append(user_id)
    return {room_id: users[:MOST_TOLD] for room_id, users in deciders.items()}


def readable_by(user: User, file: File) -> bool:
    """Whether the file is in a message that waits for this person's decision. It is its owner's until then."""
    rooms = Membership.objects.current().filter(user=user, role__in=DECIDERS).values("room")
    waiting = HeldMessage.objects.filter(author=file.owner_id, state=State.WAITING, room__in=rooms)
    files = waiting.exclude(files=None).values_list("files", flat=True)
    return any(row[0] == str(file.pk) for rows in files for row in rows or ())


def is_awaiting(file: File) -> bool:
    """Whether a message that waits names this file."""
    return file.owner_id is not None and str(file.pk) in files_awaiting([file.owner_id])


def files_awaiting(authors: Collection[int], *, besides: Collection[int] = ()) -> set[str]:
    """The ids of the files that these people's waiting messages name, but for the messages with the ids `besides`."""
    waiting = HeldMessage.objects.filter(author__in=authors, state=State.WAITING).exclude(pk__in=besides)
    return {row[0] for rows in waiting.exclude(files=None).values_list("files", flat=True) for row in rows or ()}


def last_kept(places: Collection[tuple[int, int]], since: datetime) -> dict[tuple[int, int], datetime]:
    """When the last message of each person in each room was held, for pairs of a room and a person. Decided ones count:
    who takes theirs back has sent it all the same."""
    rooms, people = {room for room, _ in places}, {person for _, person in places}
    held = HeldMessage.objects.filter(author__in=people, room__in=rooms, at__gt=since).order_by()
    last = held.values_list("room_id", "author_id").annotate(Max("at"))
    return {(room, author): at for room, author, at in last if (room, author) in places}
