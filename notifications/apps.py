from django.apps import AppConfig

from core.app_contents import connect_receivers
from notifications.push.jobs import PUSH, PUSH_AGAIN


class NotificationsConfig(AppConfig):
    """The table of contents of notifications: see core/app_contents.py."""

    name = "notifications"
    verbose_name = "Notifications"
    urls = ("notifications.push.urls.urlpatterns",)
    site_urls = ("notifications.push.worker.urlpatterns",)
    receivers = (("accounts.signals.sessions_ended", "notifications.push.subscriptions.sessions_ended"),)
    jobs = (PUSH, PUSH_AGAIN)

    def ready(self) -> None:
        connect_receivers(self)
