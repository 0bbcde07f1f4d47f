"""Who is still to be told of a message, when its job runs: reading it anywhere, and leaving the room, make the push needless."""

from collections.abc import Collection, Mapping

from chat.models import Membership, Message, Room
from chat.selectors import unread


def counts_of(message: Message, user_ids: Collection[int]) -> Mapping[int, int]:
    """By person: how many messages of the room they are told of, this one among them."""
    waiting = Membership.objects.current().filter(
        room=message.room_id, user__in=user_ids, last_read_seq__lt=message.seq
    )
    is_direct = message.room.kind == Room.Kind.DIRECT
    counted = waiting.annotate(counted=unread.unread() if is_direct else unread.mentions())
    return {user: max(1, count) for user, count in counted.values_list("user_id", "counted")}
