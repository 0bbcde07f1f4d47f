from django.apps import AppConfig

from core.bulk.jobs import BULK


class BulkConfig(AppConfig):
    """The table of contents of bulk actions: see core/app_contents.py."""

    name = "core.bulk"
    label = "bulk"
    verbose_name = "Bulk actions"
    jobs = (BULK,)
