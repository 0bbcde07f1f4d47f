"""Reply counters kept on a thread's root; changing a reply bumps the root's rev."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, Max, Min

from chat.models import Message, Room
from chat.services.authority_of_many import fresh_messages
from chat.services.messages.stamping import stamp_many

PEOPLE_SHOWN = 5


def add(root: Message, reply: Message) -> None:
    """Count a new reply. The room must be locked, and the caller saves the root."""
    before = root.replies or {"count": 0, "users": []}
    people = before["users"]
    if reply.author_id not in people and len(people) < PEOPLE_SHOWN:
        people = [*people, reply.author_id]
    root.replies = {"count": before["count"] + 1, "last_at": reply.created_at.isoformat(), "users": people}


def add_all(
    replies: Iterable[Message], roots: Mapping[tuple[int, int], Message], rooms: Mapping[int, Room]
) -> list[Message]:
    """Count the new replies among these messages of locked rooms, and return their roots for the caller to save. Each
    root takes one rev after all new messages, for any number of replies. `roots`: by room id and message id."""
    answered: dict[int, Message] = {}
    for reply in replies:
        if reply.thread_id is not None:
            root = answered[reply.thread_id] = roots[reply.room_id, reply.thread_id]
            add(root, reply)
    for root in answered.values():
        root.rev = rooms[root.room_id].next_rev()
    return list(answered.values())


def recount_after(rooms: Mapping[int, Room], replies: Iterable[Message]) -> None:
    """Count the replies of these messages' threads again, after they were deleted or restored, and tell their rooms,
    which are locked. Messages outside threads change nothing."""
    if threads := {reply.thread_id for reply in replies if reply.thread_id is not None}:
        roots = fresh_messages(rooms, threads)
        recount(roots)
        stamp_many(rooms, roots, ["replies"])


def recount(roots: Sequence[Message]) -> None:
    """Count the replies of these again. The rooms must be locked, and the caller saves the roots."""
    replies = Message.objects.filter(thread__in=[root.pk for root in roots], deleted_at=None)
    people: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    counted = replies.values_list("thread", "author").annotate(first=Min("seq"), number=Count("pk"))
    for thread, author, first, number in counted.order_by("first"):
        people[thread].append((author, first, number))
    last = dict(replies.values_list("thread").annotate(Max("created_at")).order_by())
    for root in roots:
        authors = people[root.pk]
        users = [author for author, _, _ in authors[:PEOPLE_SHOWN]]
        number = sum(count for _, _, count in authors)
        root.replies = {"count": number, "last_at": last[root.pk].isoformat(), "users": users} if authors else None
