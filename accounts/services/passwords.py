"""What a good password is, and whether one is right."""

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from accounts import mail
from accounts.models import User
from accounts.models.people import PASSWORD_LENGTH, hashed_form
from core.problems import Problem

LONGEST = PASSWORD_LENGTH


def password_problems(password: str, user: User, *, field: str = "password") -> dict[str, list[str]]:
    """The codes of what is wrong with it, under the field's name; empty for a good one."""
    # Its normal form may be longer, or a common password in wide letters.
    forms = {password, hashed_form(password)}
    codes = dict.fromkeys(code for form in forms for code in _weaknesses(form, user))
    return {field: list(codes)} if codes else {}


def _weaknesses(password: str, user: User) -> list[str]:
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        return [item.code or "invalid" for item in error.error_list]
    return []


def require_password(user: User, password: str) -> None:
    """What would let a stolen session keep the account asks for it again. Raises Problem `wrong_password`."""
    if not user.check_password(password):
        raise Problem("wrong_password")


def require_still(user: User, password: str) -> None:
    """In the transaction of what a password allows that was found right before. Locks the person. Raises Problem
    `wrong_credentials` where it was changed meanwhile, or the account deactivated."""
    # Hashing takes its time. Whoever changes the password ends the sessions that they see, which this one is not among.
    now = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    # Another hash may be of the same password: one of former settings is made anew at each of two simultaneous sign-ins.
    if not now.is_active or (now.password != user.password and not now.check_password(password)):
        raise Problem("wrong_credentials")


def tell_changed(user: User, desk: mail.Desk) -> None:
    """To the person's mailbox, in case it was not they who did it. In the transaction of the change."""
    if user.email:
        mail.post("password_changed", desk, to=user.email, language=user.language)
