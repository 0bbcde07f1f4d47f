"""What a good password is, and whether one is right."""

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from accounts import mail
from accounts.models import User
from core.problems import Problem

# Hashing is made to be slow, and slower with length.
LONGEST = 256


def password_problems(password: str, user: User, *, field: str = "password") -> dict[str, list[str]]:
    """The codes of what is wrong with it, under the field's name; empty for a good one."""
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        return {field: [item.code or "invalid" for item in error.error_list]}
    return {}


def require_password(user: User, password: str) -> None:
    """What would let a stolen session keep the account asks for it again. Raises Problem `wrong_password`."""
    if not user.check_password(password):
        raise Problem("wrong_password")


def tell_changed(user: User, desk: mail.Desk) -> None:
    """To the person's mailbox, in case it was not they who did it. In the transaction of the change."""
    if user.email:
        mail.post("password_changed", desk, to=user.email, language=user.language)
