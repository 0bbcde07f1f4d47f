from django.apps import AppConfig

from core.app_contents import connect_receivers
from notifications.jobs import END_SNOOZES, LETTER, LETTERS, PRUNE, TELL
from notifications.push.jobs import PUSH, PUSH_AGAIN, PUSH_CROWD, PUSH_PAGE, PUSH_ROOM


class NotificationsConfig(AppConfig):
    """The table of contents of notifications: see core/app_contents.py."""

    name = "notifications"
    verbose_name = "Notifications"
    urls = ("notifications.push.urls.urlpatterns", "notifications.api.urls.urlpatterns")
    site_urls = ("notifications.api.service_worker.urlpatterns", "notifications.api.unsubscribing.urlpatterns")
    server_frames = ("notifications.protocol.server.InboxFrame",)
    own_changes = ("notifications.own_changes.changed_since",)
    receivers = (
        ("chat.signals.messages_stored", "notifications.services.receiving.note_stored"),
        ("chat.signals.messages_changed", "notifications.services.receiving.note_changed"),
        ("chat.signals.preferred", "notifications.services.snoozes.forget"),
        ("chat.signals.hiding_changed", "notifications.services.changes.note_hiding"),
        ("accounts.signals.sessions_ended", "notifications.push.subscriptions.sessions_ended"),
    )
    jobs = (TELL, END_SNOOZES, PRUNE, LETTERS, LETTER, PUSH, PUSH_CROWD, PUSH_ROOM, PUSH_PAGE, PUSH_AGAIN)

    def ready(self) -> None:
        connect_receivers(self)
