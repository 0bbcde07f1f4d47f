from django.apps import AppConfig

from files.jobs import DELETE_BYTES, EXPIRY, ORPHANS, USAGE


class FilesConfig(AppConfig):
    """The table of contents of files: see core/app_contents.py."""

    name = "files"
    admin_group = "storage"
    problems = ("files.problems.PROBLEMS",)
    acts = ("files.acts.ACTS",)
    urls = ("files.api.urls.urlpatterns",)
    site_urls = ("files.delivery.urls.urlpatterns",)
    streamed_bodies = ("files.api.streaming.STREAMED",)
    jobs = (DELETE_BYTES, EXPIRY, ORPHANS, USAGE)
    admin_uploads = ("files.limits.ADMIN_UPLOADS",)
    admin_tiles = ("files.admin.tiles.storage",)
    file_counters = ("files.services.usage.count_people",)

    def ready(self) -> None:
        from files import checks  # noqa: F401 (importing registers them)
