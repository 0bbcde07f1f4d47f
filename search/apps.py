from django.apps import AppConfig

from core.app_contents import connect_receivers
from search.jobs import INDEX


class SearchConfig(AppConfig):
    """The table of contents of search: see core/app_contents.py."""

    name = "search"
    verbose_name = "Search"
    urls = ("search.api.urls.urlpatterns",)
    jobs = (INDEX,)
    admin_message_search = ("search.selectors.for_staff.find",)
    receivers = (
        ("chat.signals.messages_stored", "search.services.waking.wake"),
        ("chat.signals.messages_changed", "search.services.waking.wake"),
    )

    def ready(self) -> None:
        connect_receivers(self)
