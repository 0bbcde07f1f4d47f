from django.apps import AppConfig

from search.jobs import INDEX


class SearchConfig(AppConfig):
    """The table of contents of search: see core/app_contents.py."""

    name = "search"
    urls = ("search.api.urls.urlpatterns",)
    jobs = (INDEX,)
