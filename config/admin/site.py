from functools import wraps
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.admin.account_mark import account_mark
from config.admin.language import choose as choose_language
from core.admin import navigation, reauthentication
from core.admin.time_zones import offset_text, reader_zone


class Site(admin.AdminSite):
    site_header = site_title = "Irori"
    index_title = _("Administration")
    login_template = "accounts/admin_sign_in.html"

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every page shows times in the reader's zone. core/admin/languages.py ends that after the page is rendered."""
        page = super().admin_view(view, cacheable)

        @wraps(page)
        def in_readers_zone(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            timezone.activate(reader_zone(request))
            return page(request, *args, **kwargs)

        return in_readers_zone

    def brand(self) -> dict[str, str]:
        """What `admin/mark.html` shows."""
        from accounts.services import site_logo  # the models are not loaded when this class is made

        light, dark = site_logo.shown() or ("", "")
        return {"site_logo": light, "site_logo_dark": dark if dark != light else ""}

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        return {
            **context,
            **self.brand(),
            "utc_offset": offset_text(timezone.localtime()),
            "nav": navigation.groups(self, context["available_apps"], request.path),
            "home_path": reverse("admin:index"),
            "account": account_mark(request.user),
        }

    def get_urls(self) -> list[Any]:
        from config.admin import home

        return [
            path("language/", choose_language, name="language"),
            path("home/", self.admin_view(home.fragment), name="home"),
            *super().get_urls(),
        ]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from config.admin import home

        return super().index(request, {"title": gettext("Home"), **home.context(request), **(extra_context or {})})

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        # Imported late: the models are not loaded when this class is made.
        from accounts import known_browsers
        from accounts.admin.sign_in_form import SignInForm
        from accounts.models import User
        from accounts.services import sign_ins

        self.login_form = SignInForm
        response = super().login(request, extra_context)
        if request.method == "POST" and isinstance(request.user, User):
            with transaction.atomic():
                sign_ins.succeeded(request.user)
            known_browsers.remember(response, request.user.pk, request.COOKIES)
            reauthentication.mark(request)
        return response

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from accounts.services import sign_ins  # imported late, as above

        user = request.user
        response = super().logout(request, extra_context)
        if user.is_authenticated:
            with transaction.atomic():
                sign_ins.ended(user)
        return response

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from accounts.admin.forms import OwnPasswordForm  # its import registers with this site

        # Django's own page would leave those devices signed in that know the old password.
        view = PasswordChangeView.as_view(
            form_class=OwnPasswordForm,
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        return cast(TemplateResponse, view(request))
