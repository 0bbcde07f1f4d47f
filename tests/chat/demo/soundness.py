"""When the demo's past ends, and what every client relies on in a room that was recorded."""

from datetime import UTC, datetime
from itertools import pairwise

from chat import payloads
from chat.models import EarlierText, Mention, Message, Reaction, Room
from chat.services.messages import threads

UNTIL = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def expect_sound(room: Room) -> None:
    """What every client relies on."""
    said = list(room.messages.order_by("seq"))
    memberships = list(room.memberships.all())
    assert [message.seq for message in said] == list(range(1, room.last_seq + 1))
    assert all(earlier.created_at <= later.created_at for earlier, later in pairwise(said))
    revs = [message.rev for message in said] + [membership.rev for membership in memberships]
    revs += [room.room_rev] if room.room_rev else []
    assert len(set(revs)) == len(revs)
    assert min(revs) >= 1
    assert max(revs) == room.rev
    untouched = [message.rev for message in said if not is_touched(message)]
    assert untouched == sorted(untouched)
    assert room.member_count == sum(membership.is_current for membership in memberships)
    assert room.last_message_at == (said[-1].created_at if said else None)
    assert all(0 <= membership.last_read_seq <= room.last_seq for membership in memberships)
    assert any(membership.is_owner for membership in memberships) != room.is_direct
    assert not any(message.text for message in said if message.is_deleted)
    assert all(message.reply_to.seq < message.seq for message in said if message.reply_to)
    assert all(message.thread.seq < message.seq and message.thread.thread is None for message in said if message.thread)
    for message in said:
        expect_sound_marks(message)
    times = ("edited_at", "deleted_at", "pinned_at")
    last_changes = [time for message in said for name in times if (time := getattr(message, name))]
    joined = [membership.joined_at for membership in memberships]
    archived = [room.archived_at] if room.archived_at else []
    assert room.changed_at >= max([message.created_at for message in said] + last_changes + joined + archived)


def is_touched(message: Message) -> bool:
    """Changed after it was sent."""
    return bool(message.edited_at or message.deleted_at or message.pinned_at or message.reactions or message.replies)


def expect_sound_marks(message: Message) -> None:
    """What the row says is what working it out anew comes to."""
    stored = payloads.Message.of(message)
    threads.recount([message])
    assert payloads.Message.of(message).replies == stored.replies
    for reaction in stored.reactions:
        rows = Reaction.objects.filter(message=message, emoji=reaction.emoji).order_by("pk")
        assert reaction.users == list(rows.values_list("user", flat=True))
        assert reaction.count == len(reaction.users)
    counted = set(Mention.objects.filter(room=message.room, seq=message.seq).values_list("user", flat=True))
    assert counted == (set() if stored.mentions_here else {*stored.mentions} - {stored.author.id})
    assert EarlierText.objects.filter(message=message).count() == bool(stored.edited_at and not stored.deleted_at)
