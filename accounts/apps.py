from django.apps import AppConfig

from accounts.jobs import MAIL, SEARCH_KEYS, STATUS_ENDS
from core.app_contents import connect_receivers


class AccountsConfig(AppConfig):
    """The table of contents of accounts: see core/app_contents.py."""

    name = "accounts"
    verbose_name = "People"
    admin_group = "people"
    problems = ("accounts.problems.PROBLEMS",)
    acts = ("accounts.services.acts.ACTS",)
    urls = ("accounts.api.urls.urlpatterns",)
    admin_sections = (("accounts.user", "accounts.admin.device_section.devices"),)
    admin_confirmation = ("accounts.admin.confirmation.ConfirmationForm",)
    jobs = (MAIL, STATUS_ENDS, SEARCH_KEYS)
    admin_tiles = (
        "accounts.admin.tiles.new_people_number",
        "accounts.admin.tiles.new_people",
        "accounts.admin.tiles.refused_sign_ins",
    )
    receivers = (("django.contrib.auth.signals.user_login_failed", "accounts.services.counts.count_refused"),)

    def ready(self) -> None:
        from accounts import checks  # noqa: F401 (importing registers them)
        from accounts.api import schema  # noqa: F401 (the same)
        from core import debug_mode  # noqa: F401

        connect_receivers(self)
