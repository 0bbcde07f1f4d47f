from typing import cast

from django.http import HttpRequest

from accounts.models import User
from chat.services.authority import Administrator


def administrator(request: HttpRequest) -> Administrator:
    """Who asks; the admin's views have let them in."""
    return Administrator(cast(User, request.user))
