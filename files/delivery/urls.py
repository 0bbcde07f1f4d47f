from django.urls import path, re_path

from core.http import pages
from files.delivery.views import fetch
from files.payloads import PLACE

place = PLACE.removeprefix("/")
urlpatterns = [
    path(f"{place}<uuid:file_id>/<str:variant>", fetch),
    re_path(f"^{place}", pages.no_such_call),
]
