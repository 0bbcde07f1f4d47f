"""A member's unread messages in a room, as expressions about a membership.

No query walks the unread messages. `seq` has no gaps, so their number is a difference, less the messages that do not
count. A room that is read to the end costs one comparison.
"""

from typing import Any

from django.db.models import Case, Expression, F, IntegerField, Max, Model, OuterRef, Q, QuerySet, Subquery, When

from chat.models import Membership, Mention, Message

# Cap on every subtraction and on mentions, so that a bot that writes for years and never reads stays cheap.
COUNTED = 1000


class CountSubquery(Subquery):
    """The number of rows of a (sliced) subquery."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def unread() -> Expression:
    """The number of unread messages by others that are not deleted."""
    own = _passed(Message).filter(author=OuterRef("user_id"))
    deleted = _passed(Message).filter(deleted_at__isnull=False).exclude(author=OuterRef("user_id"))
    return _if_behind(F("room__last_seq") - F("last_read_seq") - _number_of(own) - _number_of(deleted))


def mentions() -> Expression:
    """The number of unread messages by others that mention this member or everybody. No message counts twice."""
    personal = _passed(Mention).filter(user=OuterRef("user_id"))
    to_everybody = _passed(Message).filter(mentions_here=True).exclude(author=OuterRef("user_id"))
    return _if_behind(_number_of(personal) + _number_of(to_everybody))


def last_countable_seq(membership: Membership) -> int:
    """The seq of the newest message by others that is not deleted, among the newest COUNTED; 0 without one."""
    newest = Message.objects.filter(room=membership.room_id, seq__gt=membership.room.last_seq - COUNTED)
    theirs = newest.filter(deleted_at=None).exclude(author=membership.user_id)
    return theirs.aggregate(last=Max("seq"))["last"] or 0


def _passed(model: type[Model]) -> QuerySet[Any]:
    newer = Q(room_id=OuterRef("room_id"), seq__gt=OuterRef("last_read_seq"))
    return model._default_manager.filter(newer).order_by("seq")


def _number_of(rows: QuerySet[Any]) -> CountSubquery:
    return CountSubquery(rows.values("seq")[:COUNTED])


def _if_behind(count: Any) -> Expression:
    return Case(When(room__last_seq__gt=F("last_read_seq"), then=count), default=0, output_field=IntegerField())
