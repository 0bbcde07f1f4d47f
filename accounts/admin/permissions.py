from django.http import HttpRequest

from accounts.models import User


def may_change(request: HttpRequest, user: User) -> bool:
    """Whether the caller may change a person. Setting a password gives that person's rights, so only superusers change
    staff."""
    return bool(request.user.is_superuser) or not user.is_staff or user == request.user
