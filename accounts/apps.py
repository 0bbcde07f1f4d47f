from django.apps import AppConfig

from accounts.jobs import MAIL, SEARCH_KEYS, STATUS_ENDS


class AccountsConfig(AppConfig):
    """The table of contents of accounts: see core/app_contents.py."""

    name = "accounts"
    problems = ("accounts.problems.PROBLEMS",)
    acts = ("accounts.services.acts.ACTS",)
    urls = ("accounts.api.urls.urlpatterns",)
    jobs = (MAIL, STATUS_ENDS, SEARCH_KEYS)

    def ready(self) -> None:
        from accounts import checks  # noqa: F401 (importing registers them)
        from accounts.api import schema  # noqa: F401 (the same)
        from core import debug_mode  # noqa: F401
