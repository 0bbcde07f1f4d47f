from notifications.models.batch import Batch, Crowd
from notifications.models.inbox_state import InboxState
from notifications.models.item import UNDONE, InboxItem
from notifications.models.push_subscription import PushSubscription
from notifications.models.pushed_room import PushedRoom
from notifications.models.vapid_key import VapidKey
from notifications.models.wishes import Follow, Keyword, LevelName, MailAfter, Preferences, Snooze

__all__ = [
    "UNDONE",
    "Batch",
    "Crowd",
    "Follow",
    "InboxItem",
    "InboxState",
    "Keyword",
    "LevelName",
    "MailAfter",
    "Preferences",
    "PushSubscription",
    "PushedRoom",
    "Snooze",
    "VapidKey",
]
