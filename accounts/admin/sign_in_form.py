"""The admin's sign-in form. It checks everything that the site's sign-in checks."""

import math
from typing import Any, cast

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.api import throttles
from accounts.api.credentials import recorded
from accounts.models import User
from accounts.services import recovery_codes, second_factor
from accounts.services.passwords import LONGEST
from core.problems import Problem

LONGEST_NAME = 254  # of an email, too
REFUSALS = {
    "rate_limited": _("Too many tries: wait %(seconds)d seconds."),
    "unavailable": _("Many people sign in at this moment: try again in %(seconds)d seconds."),
}


class SignInForm(AdminAuthenticationForm):
    """Every field has a maximal length. A longer value is refused before it is used, or counted against an account."""

    # Django's own field normalises a name of any length.
    username = forms.CharField(
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autofocus": True, "autocapitalize": "none", "autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=recovery_codes.LONGEST,
        required=False,
        help_text=_("If two-step sign-in is on for you."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Django's form sets another length.
        self.fields["username"].max_length = LONGEST_NAME  # type: ignore[attr-defined]
        self.fields["username"].widget.attrs["maxlength"] = LONGEST_NAME

    def clean(self) -> dict[str, Any]:
        request = cast(HttpRequest, self.request)
        try:
            throttles.count_call("sign_in", request)
            if self.errors:
                return self.cleaned_data
            account = throttles.named(self.cleaned_data["username"])
            refusals = recorded(account, request)
            with refusals, throttles.attempt("sign_in", account=account, request=request) as self.known_device:
                return super().clean()
        except Problem as refused:
            raise ValidationError(
                REFUSALS[refused.code], code=refused.code, params={"seconds": math.ceil(refused.wait or 0)}
            ) from None

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        try:
            second_factor.check(user, self.cleaned_data["code"], known_device=self.known_device)
        except Problem as problem:
            raise ValidationError(_told(problem), code=problem.code) from None


def _told(problem: Problem) -> str:
    if problem.code == "second_factor_required":
        return gettext("Two-step sign-in is on for you: enter a code of your app, or a recovery code.")
    return gettext(problem.detail)
