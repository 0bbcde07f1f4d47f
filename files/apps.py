from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The table of contents of files: see core/app_contents.py."""

    name = "files"
    problems = ("files.problems.PROBLEMS",)
    urls = ("files.api.urls.urlpatterns",)
    site_urls = ("files.delivery.urls.urlpatterns",)
