"""The web app's service worker. A browser takes one for the whole site from its root alone, so it is no static file."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

NAME = "sw.js"
# It loads nothing but the picture of a notification, and speaks to the site alone.
POLICY = "default-src 'none'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """404 where the web app is not built, or of a version without one."""
    file = settings.FRONTEND_DIST / NAME
    # A browser asks for it once a start, and a build may come while this process runs.
    if not file.is_file():
        return HttpResponse(status=404, content_type="text/plain")
    # Asked for again at each start: an old one must not outlive its release.
    return HttpResponse(
        file.read_bytes(),
        content_type="text/javascript",
        headers={"Cache-Control": "no-cache", "Content-Security-Policy": POLICY},
    )


urlpatterns = [path(NAME, service_worker)]
