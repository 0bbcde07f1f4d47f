"""Admin forms of people."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib.admin.forms import AdminPasswordChangeForm as DjangosOwnPasswordForm
from django.contrib.auth.forms import AdminPasswordChangeForm, BaseUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Session, User
from accounts.models.people import RESERVED, TAKEN
from accounts.services import sessions
from accounts.services.passwords import LONGEST
from accounts.user_names.reserved import is_reserved
from accounts.user_names.spelling import folded
from core import origin
from core.admin.forms import ServiceForm
from core.audit.recording import record

RIGHTS = ("is_active", "is_staff", "is_superuser")


class _FreeNames(ServiceForm):
    """Show at the field the errors that the database's constraints would raise."""

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if username == self.instance.username:
            return username  # unchanged: it was theirs before it was reserved or looked like another
        if User.objects.looking_like(username).exclude(pk=self.instance.pk).exists():
            raise ValidationError(TAKEN, code="username_taken")
        if is_reserved(username):
            raise ValidationError(RESERVED, code="username_reserved")
        return username

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email and User.objects.exclude(pk=self.instance.pk).filter(email_key=folded(email)).exists():
            raise ValidationError(_("This address belongs to somebody already."), code="email_taken")
        return email


class _BoundedPasswords(forms.BaseForm):
    """Limit the length of passwords: Django's own fields take any length."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.PasswordInput):
                field.validators = [*field.validators, MaxLengthValidator(LONGEST)]


class NewPersonForm(_FreeNames, _BoundedPasswords, BaseUserCreationForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["username", "display_name", "email"]


class PersonForm(_FreeNames, UserChangeForm):  # type: ignore[type-arg]
    class Meta(UserChangeForm.Meta):
        model = User

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk == self.by.pk:
            for right in RIGHTS:
                if self.initial.get(right) and cleaned.get(right) is False:
                    self.add_error(right, gettext("You cannot take this from yourself: ask another administrator."))
        return cleaned


class _EndsSessions:
    """A new password ends every session, as it does in the web app."""

    def save(self, commit: bool = True) -> User:
        # Django gives these forms no request.
        by = cast(User | None, origin.person())
        with transaction.atomic():
            # Django would write every column back as it was before the new password was hashed.
            user: User = super().save(commit=False)  # type: ignore[misc]
            if commit:
                user.save(update_fields=["password"])
            sessions.revoke(user.sessions.live(), Session.End.PASSWORD_CHANGED)
            record("accounts.password_changed" if by == user else "accounts.password_set", by=by, on=user)
        return user


class OwnPasswordForm(_EndsSessions, _BoundedPasswords, DjangosOwnPasswordForm):
    pass


class PasswordForm(_EndsSessions, _BoundedPasswords, AdminPasswordChangeForm):  # type: ignore[type-arg]
    pass
