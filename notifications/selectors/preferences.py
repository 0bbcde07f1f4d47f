"""What one person has said of notifications."""

from django.db.models import QuerySet

from accounts.models import User
from chat.models import Message
from notifications.models import Follow, Keyword, LevelName, Preferences, Snooze


def preferences_of(user: User) -> Preferences:
    return Preferences.objects.filter(user=user).first() or Preferences(user=user)


def keywords_of(user: User) -> list[str]:
    return list(Keyword.objects.filter(user=user).order_by("pk").values_list("word", flat=True))


def snoozes_of(user: User) -> list[Snooze]:
    """Of rooms that the person is in."""
    mine = Snooze.objects.filter(membership__user=user, membership__left_at=None, membership__muted=True)
    return list(mine.select_related("membership").order_by("until"))


def follow_of(user: User, root: Message) -> Follow:
    """What the person wants of a thread. Of one that they have neither written in nor said anything of: mentions."""
    found = Follow.objects.filter(user=user, thread=root).first()
    follow = found or Follow(user=user, level=LevelName.MENTIONS)
    follow.thread = root
    return follow


def follows_of(user: User) -> QuerySet[Follow]:
    """Of threads in rooms that the person is in."""
    there = Follow.objects.filter(
        user=user, thread__room__memberships__user=user, thread__room__memberships__left_at=None
    )
    return there.filter(thread__deleted_at=None).select_related("thread")
