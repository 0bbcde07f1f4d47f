"""User name and password, checked once for every way of signing in."""

from django.contrib.auth import authenticate
from rest_framework.request import Request

from accounts.api.requests import fields
from accounts.api.serializers import Credentials
from accounts.models import User
from config.errors import Problem


def user_with(request: Request) -> User:
    """The user whose credentials the request holds. Raises Problem `wrong_credentials`, the same for whatever is wrong."""
    given = fields(request, Credentials)
    user = authenticate(request, username=given["username"], password=given["password"])
    if not isinstance(user, User):
        raise Problem("wrong_credentials")
    return user
