from django.apps import AppConfig

from files.jobs import DELETE_BYTES, EXPIRY, ORPHANS


class FilesConfig(AppConfig):
    """The table of contents of files: see core/app_contents.py."""

    name = "files"
    problems = ("files.problems.PROBLEMS",)
    urls = ("files.api.urls.urlpatterns",)
    site_urls = ("files.delivery.urls.urlpatterns",)
    streamed_bodies = ("files.api.streaming.STREAMED",)
    jobs = (DELETE_BYTES, EXPIRY, ORPHANS)

    def ready(self) -> None:
        from files import checks  # noqa: F401 (importing registers them)
