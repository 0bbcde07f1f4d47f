"""Held messages that somebody may see, and who decides them."""

from django.db.models import Q, QuerySet

from accounts.models import User
from chat.models import Membership, Room
from files.models import File
from moderation.models import HeldMessage

State = HeldMessage.State
Role = Membership.Role
DECIDERS = (Role.OWNER, Role.MODERATOR)
# People who are told how many wait.
MOST_TOLD = 200


def shown(membership: Membership) -> QuerySet[HeldMessage]:
    """To moderators and owners all that wait in the room; to everybody their own, refused ones too."""
    own = Q(author=membership.user_id, state__in=(State.WAITING, State.REFUSED))
    seen = own | Q(state=State.WAITING) if membership.moderates and not membership.room.is_direct else own
    return HeldMessage.objects.filter(seen, room=membership.room_id).select_related("author")


def waiting_in(room_id: int) -> int:
    return HeldMessage.objects.filter(room=room_id, state=State.WAITING).count()


def deciders_of(room: Room) -> list[int]:
    """The ids of those who decide in a room."""
    if room.is_direct:
        return []
    members = Membership.objects.current().filter(room=room, role__in=DECIDERS)
    return list(members.order_by("pk").values_list("user_id", flat=True)[:MOST_TOLD])


def readable_by(user: User, file: File) -> bool:
    """Whether the file is in a message that waits for this person's decision. It is its owner's until then."""
    rooms = Membership.objects.current().filter(user=user, role__in=DECIDERS).values("room")
    waiting = HeldMessage.objects.filter(author=file.owner_id, state=State.WAITING, room__in=rooms)
    files = waiting.exclude(files=None).values_list("files", flat=True)
    return any(row[0] == str(file.pk) for rows in files for row in rows or ())
