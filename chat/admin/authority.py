from typing import cast

from django.http import HttpRequest

from accounts.models import User
from chat.services.authority import Administrator


def administrator(request: HttpRequest) -> Administrator:
    """The person in the admin site. Django has checked their permission for the page."""
    return Administrator(cast(User, request.user))
