from django.conf import settings
from django.db import models

from chat.models.room import Room


class Mention(models.Model):
    """A message mentions a person. The rows serve to count mentions without reading messages.

    The author gets no row, because no count includes an author's own messages. A message that mentions everybody has no
    rows.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+", db_index=False)
    seq = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "room", "seq"], name="one_mention_per_message")]

    def __str__(self) -> str:
        return f"{self.user_id} in #{self.seq} in {self.room_id}"
