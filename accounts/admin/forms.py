"""The forms about people."""

from typing import Any, ClassVar

from django.contrib.admin.forms import AdminPasswordChangeForm as DjangosOwnPasswordForm
from django.contrib.auth.forms import AdminPasswordChangeForm, BaseUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import tokens
from accounts.models import Session, User
from accounts.names import folded
from config.admin.forms import ServiceForm

RIGHTS = ("is_active", "is_staff", "is_superuser")


class _FreeNames(ServiceForm):
    """Says beside the field what the database's constraints would say in their own words."""

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if self._taken(username_key=folded(username)):
            raise ValidationError(_("This user name is taken."), code="username_taken")
        return username

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email and self._taken(email_key=folded(email)):
            raise ValidationError(_("This address belongs to somebody already."), code="email_taken")
        return email

    def _taken(self, **fields: str) -> bool:
        return User.objects.exclude(pk=self.instance.pk).filter(**fields).exists()


class NewPersonForm(_FreeNames, BaseUserCreationForm):  # type: ignore[type-arg]
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
    """A new password signs every device out, as it does in the web app."""

    def save(self, commit: bool = True) -> User:
        with transaction.atomic():
            user: User = super().save(commit)  # type: ignore[misc]
            tokens.revoke(user.sessions.live(), Session.End.PASSWORD_CHANGED)
        return user


class OwnPasswordForm(_EndsSessions, DjangosOwnPasswordForm):
    pass


class PasswordForm(_EndsSessions, AdminPasswordChangeForm):  # type: ignore[type-arg]
    pass
