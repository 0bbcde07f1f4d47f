"""Every URL of the site except those of sockets."""

from django.contrib import admin
from django.urls import include, path, re_path

from accounts.api.signing_keys import KeysView
from core.app_contents import named
from core.http import pages
from core.rest.schema_views import DocsView, SchemaView

urlpatterns = [
    *(path("api/", include(patterns)) for patterns in named("urls")),
    path("api/schema/", SchemaView.as_view()),
    path("api/docs/", DocsView.as_view()),
    re_path(r"^api/", pages.no_such_call),
    *(path("", include(patterns)) for patterns in named("site_urls")),
    path(".well-known/jwks.json", KeysView.as_view()),
    path("admin/", admin.site.urls),
    # Every other URL is a page of the web app, which routes by itself.
    re_path(r"^(?!static/|ws/)", pages.web_app),
]

handler400 = pages.bad_request
handler500 = pages.server_error
