"""Tell many people of one message: in parts, since a transaction must be short."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from django.db import transaction

from chat.models import Message
from notifications import own_changes
from notifications.models import Crowd
from notifications.selectors import keywords, wishes
from notifications.services import items, letters
from notifications.services.announcing import announce, present
from notifications.services.candidates import Many
from notifications.services.edits import Edit, texts_before
from notifications.services.retrying import due, tried

Kind = Crowd.Kind

# Told in one transaction: on SQLite nobody else writes meanwhile.
MOST_TOGETHER = 250
AS_NEW = {"tries": 0, "faults": 0, "due_at": None, "given_up_at": None, "is_waiting": True}


def begin(many: Iterable[Many]) -> None:
    """Of these people each is told once. Of a mention of everybody that was begun before, it goes on where it was stopped, and tells
    nobody again; all others begin anew, since an edit may say something else."""
    wanted = {(each.message_id, each.kind): Crowd(**each._asdict()) for each in many}
    rows = [wanted[place] for place in sorted(wanted)]
    _begin_here([row for row in rows if row.kind == Kind.HERE])
    if others := [row for row in rows if row.kind != Kind.HERE]:
        # Waits for whoever tells the last part just now, and deletes the row.
        Crowd.objects.bulk_create(
            others, update_conflicts=True, unique_fields=["message", "kind"], update_fields=["after", *AS_NEW]
        )


def _begin_here(rows: Sequence[Crowd]) -> None:
    if not rows:
        return
    Crowd.objects.bulk_create(rows, ignore_conflicts=True)
    there = Crowd.objects.filter(message__in=[row.message_id for row in rows], kind=Kind.HERE)
    # Locked before they are looked at: whoever tells a part may find the mention gone that is back by now.
    stopped = [row.pk for row in there.select_for_update().order_by("pk") if row.is_stopped]
    Crowd.objects.filter(pk__in=stopped).update(**AS_NEW)


def tell_part() -> bool:
    """Tell the next people of one crowd. Whether there was one that no other worker has."""
    passed = 0
    while crowd := due(Crowd.objects.filter(is_waiting=True, pk__gt=passed)).first():
        if tried(Crowd.objects.filter(pk=crowd.pk), lambda crowd=crowd: _tell_part(crowd)):  # type: ignore[misc]
            return True
        passed = crowd.pk
    return False


def _tell_part(waiting: Crowd) -> bool:
    keyword: Collection[int] = ()
    if waiting.kind == Kind.KEYWORD:
        # Before the transaction: it takes a while with a long text.
        messages = present([waiting.message_id], with_texts=True)
        before = keywords.people_of(texts_before({waiting.message_id: Edit(text=waiting.earlier_text)}))
        found = keywords.found_in(messages).get(waiting.message_id, set())
        keyword = found - before.get(waiting.message_id, set())
    with transaction.atomic():
        rows = Crowd.objects.filter(pk=waiting.pk, is_waiting=True, after__isnull=False)
        crowd = rows.select_for_update(skip_locked=True).first()
        if crowd is None or crowd.after is None:
            return False
        _tell_locked(crowd, crowd.after, keyword)
    return True


def _tell_locked(crowd: Crowd, after: int, keyword: Collection[int]) -> None:
    if crowd.kind == Kind.CHANGED:
        users = items.told_after(crowd.message_id, after, MOST_TOGETHER)
        changed = items.undone_among([crowd.message_id], users)
        own_changes.tell(changed)
        # As those of whom there are few (announcing.py): a mention that is restored is missed again.
        letters.watch(sorted(changed))
        _go_on(crowd, users)
        return
    for message in present([crowd.message_id]):
        if crowd.kind == Kind.HERE and not message.mentions_here:
            break
        users = PARTS[crowd.kind](message, after) if crowd.kind in PARTS else _next(keyword, after)
        announce([message], {message.pk: {*users} - {message.author_id}}, {message.pk: {*keyword}}, is_part=True)
        _go_on(crowd, users)
        return
    # The message is gone, or mentions everybody no more.
    crowd.is_waiting = False
    _save(crowd)


def _members(message: Message, after: int) -> list[int]:
    return wishes.members_after(message.room_id, after, MOST_TOGETHER)


def _followers(message: Message, after: int) -> list[int]:
    return wishes.followers_after(message.thread_id or 0, after, MOST_TOGETHER)


PARTS: Mapping[str, Callable[[Message, int], list[int]]] = {Kind.HERE: _members, Kind.REPLY: _followers}


def _next(users: Collection[int], after: int) -> list[int]:
    return sorted(user for user in users if user > after)[:MOST_TOGETHER]


def _go_on(crowd: Crowd, users: list[int]) -> None:
    """After these people."""
    if len(users) == MOST_TOGETHER:
        crowd.after = users[-1]
    else:
        crowd.after, crowd.is_waiting = None, False
    crowd.tries, crowd.faults, crowd.due_at = 0, 0, None
    _save(crowd)


def _save(crowd: Crowd) -> None:
    """Only a mention of everybody has to remember that it is over."""
    if crowd.is_waiting or crowd.kind == Kind.HERE:
        crowd.save()
    else:
        crowd.delete()
