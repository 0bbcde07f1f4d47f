"""Admin forms that change rows through a service, which may refuse."""

from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from core.problems import Problem


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    """`by`: the person who fills the form in. `refusal`: the service's Problem. `ServicePages.get_form` sets both."""

    by: AbstractBaseUser
    refusal: Problem | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.refusal:
            self._show(self.refusal)
        return cleaned

    def _show(self, refusal: Problem) -> None:
        shown = {name: codes for name, codes in refusal.fields.items() if name in self.fields}
        for name, codes in shown.items():
            self.add_error(name, [ValidationError(code.replace("_", " "), code=code) for code in codes])
        if not shown:
            self.add_error(None, ValidationError(gettext(refusal.detail), code=refusal.code))
