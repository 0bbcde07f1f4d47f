from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from chat.models import Membership, Message
from notifications.deciding.decision import KINDS


class Items(models.QuerySet["InboxItem"]):
    def of(self, user: User | int) -> "Items":
        """What the person may see: nothing of rooms that they left, and no deleted message."""
        return self.filter(STANDS, user=user, membership__left_at=None, message__deleted_at=None)

    def undone(self) -> "Items":
        return self.filter(STANDS, UNDONE)

    def done(self) -> "Items":
        return self.filter(STANDS, DONE)


class InboxItem(models.Model):
    """A message that a person is told of, once.

    Whether it is done, is worked out from the read marker of its room (UNDONE): so the inbox agrees with the room, whatever
    happens to a worker between the two. A reply is not: the room does not show it, so its marker says nothing of it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    # The person's, in the room of the message. It outlives the person's leaving. Without a constraint: its check at the commit would
    # lock the membership after the own state, and whoever moves a read marker locks them the other way round.
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    # The message's, for a comparison with the read marker.
    seq = models.PositiveBigIntegerField()
    is_in_thread = models.BooleanField(default=False)
    # Empty where an edit took away what they were told for. The row stays, so that no edit tells them again.
    kind = models.CharField(max_length=8, blank=True, choices=[(kind, kind) for kind in KINDS])
    at = models.DateTimeField()
    # Marked as done in the inbox itself.
    is_done = models.BooleanField(default=False)
    # Marked as undone, when the read marker had moved so many times: until it moves again. Null in a thread.
    undone_at_read_rev = models.PositiveBigIntegerField(null=True, blank=True)
    # The job whose letter tells of it. An attempt after one that was cut off tells of the same.
    letter = models.PositiveBigIntegerField(null=True, blank=True)

    objects = Items.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "message"], name="told_once")]
        indexes = [
            models.Index(fields=["user", "id"], name="inbox_of_a_person"),
            models.Index(fields=["at"], name="inbox_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.message_id}"

    @property
    def is_undone(self) -> bool:
        """As UNDONE. The membership must be loaded."""
        if self.undone_at_read_rev is not None:
            return self.undone_at_read_rev == self.membership.read_rev
        return not self.is_done and (self.is_in_thread or self.seq > self.membership.last_read_seq)


_unmarked = Q(undone_at_read_rev=None)
_is_read = Q(is_in_thread=False, seq__lte=F("membership__last_read_seq"))
_is_unread = Q(is_in_thread=True) | Q(seq__gt=F("membership__last_read_seq"))
UNDONE: Any = Q(undone_at_read_rev=F("membership__read_rev")) | (_unmarked & Q(is_done=False) & _is_unread)
# The other ones: a read marker's `read_rev` only grows.
DONE: Any = Q(undone_at_read_rev__lt=F("membership__read_rev")) | (_unmarked & (Q(is_done=True) | _is_read))
# What the person was told for is still so. Of a mention of everybody the message knows: nothing is written for each of them.
STANDS: Any = ~Q(kind="") & ~Q(kind="here", message__mentions_here=False)
