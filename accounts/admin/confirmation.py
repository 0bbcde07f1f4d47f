"""The form that asks people of the staff who they are once more (core/admin/reauthentication.py)."""

import math
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin.sign_in_form import REFUSALS
from accounts.api import throttles
from accounts.models import User
from accounts.services import recovery_codes, second_factor
from accounts.services.passwords import LONGEST, require_password
from core.problems import Problem


class ConfirmationForm(forms.Form):
    """Failures count as those of signing in."""

    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=recovery_codes.LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, cast(User, request.user)
        if not second_factor.is_on(self.user):
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            throttles.count_call("sign_in", self.request)
            account = throttles.named(self.user.username)
            with throttles.attempt("sign_in", account=account, request=self.request) as known:
                require_password(self.user, cleaned["password"])
                second_factor.check(self.user, cleaned.get("code", ""), known_device=known)
        except Problem as refused:
            text = REFUSALS.get(refused.code, _(refused.detail))
            params = {"seconds": math.ceil(refused.wait or 0)}
            raise ValidationError(text, code=refused.code, params=params) from None
        return cleaned
