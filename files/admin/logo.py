from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import SiteLogo, User
from accounts.services import site_logo
from core.problems import Problem
from files.models import File
from files.services import logos, uploads
from files.services.logos import SHADES, Shade

TITLES = {"light": _("On light pages"), "dark": _("On dark pages")}


@admin.register(SiteLogo)
class LogoAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable when it runs
    """One page instead of a list: the logo on light and on dark pages, each with a form. The page's script cuts a square
    out of a photo before it is sent; without the script the whole photo is taken."""

    admin_group = "site"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._changed(request)
        logo = SiteLogo.objects.filter(pk=site_logo.ROW).first() or SiteLogo()
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(self.opts.verbose_name),
            "opts": self.opts,
            "shades": [(shade, TITLES[shade], getattr(logo, shade)) for shade in SHADES],
            "may_change": self.has_change_permission(request),
        }
        return TemplateResponse(request, "files/admin_logo.html", context)

    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(self._address())

    def _changed(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        try:
            self._change(request)
        except Problem as problem:
            self.message_user(request, gettext(problem.detail), messages.ERROR)
        return HttpResponseRedirect(self._address())

    def _change(self, request: HttpRequest) -> None:
        """Raises Problem."""
        by, shade, content = cast(User, request.user), _shade(request), request.FILES.get("picture")
        if "remove" in request.POST:
            logos.change(by=by, shade=shade, file_id=None)
            self.message_user(request, gettext("The logo was removed."))
        elif isinstance(content, UploadedFile):
            logos.change(by=by, shade=shade, file_id=_stored(by, content).pk)
            self.message_user(
                request, gettext("The logo was changed. Every browser shows it once its page is loaded again.")
            )
        else:
            raise Problem("invalid", gettext("Choose a picture first."))
        self.log_change(request, SiteLogo(pk=site_logo.ROW), f"{shade}")

    def _address(self) -> str:
        return reverse("admin:accounts_sitelogo_changelist")


def _shade(request: HttpRequest) -> Shade:
    shade = request.POST.get("shade")
    if shade not in SHADES:
        raise Problem("invalid")
    return shade


def _stored(by: User, content: Any) -> File:
    """Raises Problem where the upload is refused."""
    file = uploads.begin(by=by, size=content.size or 0, name=content.name or "", kind=File.Kind.PHOTO.value, alt="")
    return uploads.append(by, file.pk, 0, content)
