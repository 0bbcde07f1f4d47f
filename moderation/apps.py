from django.apps import AppConfig

from core.app_contents import connect_receivers
from moderation.jobs import FORGET_HELD, PRUNE_REPORTS


class ModerationConfig(AppConfig):
    """The table of contents of moderation: see core/app_contents.py."""

    name = "moderation"
    verbose_name = "Moderation"
    problems = ("moderation.problems.PROBLEMS",)
    acts = ("moderation.acts.ACTS",)
    urls = ("moderation.api.urls.urlpatterns",)
    server_frames = ("moderation.protocol.reports.ReportFrame", "moderation.protocol.held.HeldFrame")
    filters = ("moderation.filters.RULES",)
    file_readers = ("moderation.selectors.held.readable_by",)
    jobs = (PRUNE_REPORTS, FORGET_HELD)

    def ready(self) -> None:
        connect_receivers(self)
