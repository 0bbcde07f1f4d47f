from django.conf import settings
from django.db import models

from chat.models.message import Message


class Reaction(models.Model):
    """A person reacted to a message with an emoji. `Message.reactions` is computed from these rows in the order of
    their ids."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="reacted", db_index=False)
    emoji = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "emoji", "user"], name="one_reaction_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.emoji} of {self.user_id} to {self.message_id}"
