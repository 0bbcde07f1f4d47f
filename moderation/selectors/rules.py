"""The rules of a room."""

from django.db.models import QuerySet

from chat.models import Room
from moderation.models import Rule


def rules_in(room: Room) -> QuerySet[Rule]:
    """The room's rules, the newest first. There are at most 200, of 400 characters each."""
    return Rule.objects.filter(room=room).select_related("created_by").order_by("-pk")
