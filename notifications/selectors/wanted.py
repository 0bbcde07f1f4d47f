"""What a person wanted to be told of when it came, and wants still."""

from core.db.clock import database_now
from notifications.deciding.decision import Facts, decide
from notifications.models.item import Items
from notifications.selectors.wishes import People


def still_wanted(user: int, items: Items) -> list[int]:
    """The ids of those of the person's items that are neither muted nor silenced since, the newest first. Quiet hours are no reason: they
    keep back what makes a noise."""
    columns = ("pk", "membership__room_id", "message__thread_id", "kind")
    rows = list(items.order_by("-pk").values_list(*columns))
    people = People(
        {room for _, room, _, _ in rows}, [user], {thread for _, _, thread, _ in rows if thread is not None}
    )
    now = database_now()
    wanted: list[int] = []
    for pk, room, thread, kind in rows:
        if (room, user) not in people.standings:
            continue
        facts = Facts(
            is_direct=kind == "direct",
            is_mentioned=kind == "mention",
            is_here=kind == "here",
            is_in_thread=thread is not None,
            has_keyword=kind == "keyword",
        )
        decision = decide(facts, people.wishes(room, user, thread), now)
        if decision is not None and decision.is_kept:
            wanted.append(pk)
    return wanted
