"""Who fetches a file."""

from django.http import HttpRequest

from accounts import file_cookie
from accounts.authentication import TokenAuthentication
from accounts.models import User
from core.problems import Problem


def caller(request: HttpRequest) -> User | None:
    """By the access token, or by the browser's cookie where there is no token. None for everybody who is not let in."""
    try:
        found = TokenAuthentication().authenticate(request)  # type: ignore[arg-type]  # it reads headers alone
        if found:
            return found[0]
        return file_cookie.identify(request) if file_cookie.NAME in request.COOKIES else None
    except Problem as problem:
        if problem.status != 401:
            raise
        return None
