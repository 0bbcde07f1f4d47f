from django.apps import AppConfig

from core.app_contents import connect_receivers


class ModerationConfig(AppConfig):
    """The table of contents of moderation: see core/app_contents.py."""

    name = "moderation"
    verbose_name = "Moderation"
    problems = ("moderation.problems.PROBLEMS",)
    acts = ("moderation.acts.ACTS",)
    urls = ("moderation.api.urls.urlpatterns",)

    def ready(self) -> None:
        connect_receivers(self)
