from django.http import HttpRequest

from accounts.models import User


def may_change(request: HttpRequest, user: User) -> bool:
    """Who sets somebody's password has their rights, so only superusers change people of the staff."""
    return bool(request.user.is_superuser) or not user.is_staff or user == request.user
