"""Sign in with a user name or an email."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from accounts.models.people import hashed_form
from accounts.user_names.spelling import folded


def by_name_or_email(name: str) -> QuerySet[User]:
    key = folded(name)
    return User.objects.filter(**{"email_key" if "@" in key else "username_key": key})


class NameOrEmailBackend(ModelBackend):
    """A text with "@" is an email; any other text is a user name, which cannot contain "@"."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if not username or password is None:
            return None
        try:
            user = by_name_or_email(username).get()
        except User.DoesNotExist:
            # As much work as for a known user, so that the time does not tell which names exist.
            for _ in {password, hashed_form(password)}:
                User().set_password(password)
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None
