"""Reply counters kept on a thread's root; changing a reply bumps the root's rev."""

from django.db.models import Min

from chat.models import Message

PEOPLE_SHOWN = 5


def add(root: Message, reply: Message) -> None:
    """Count a new reply. The room must be locked, and the caller saves the root."""
    before = root.replies or {"count": 0, "users": []}
    people = before["users"]
    if reply.author_id not in people and len(people) < PEOPLE_SHOWN:
        people = [*people, reply.author_id]
    root.replies = {"count": before["count"] + 1, "last_at": reply.created_at.isoformat(), "users": people}


def recount(root: Message) -> None:
    """Count the replies again after one was deleted. The room must be locked, and the caller saves the root."""
    replies = root.in_thread.filter(deleted_at=None)
    last = replies.order_by("-seq").first()
    if last is None:
        root.replies = None
        return
    people = replies.values("author").annotate(first=Min("seq")).order_by("first")
    users = list(people.values_list("author", flat=True)[:PEOPLE_SHOWN])
    root.replies = {"count": replies.count(), "last_at": last.created_at.isoformat(), "users": users}
