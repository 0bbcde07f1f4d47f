"""The cookies of a browser that is signed in: its refresh token, and what lets it fetch files (accounts/file_cookie.py).

No script can read them; browsers send each to one path of this site only.
"""

from django.conf import settings
from django.http import HttpRequest
from rest_framework.response import Response

from accounts import file_cookie
from accounts.tokens import RefreshToken, Tokens

NAME = "irori_refresh"
PATH = "/api/session/"


def read(request: HttpRequest) -> str | None:
    return request.COOKIES.get(NAME)


def write(response: Response, tokens: Tokens) -> Response:
    response.set_cookie(
        NAME,
        tokens.refresh,
        max_age=RefreshToken.lifetime,
        path=PATH,
        httponly=True,
        samesite="Strict",
        secure=settings.TLS,
    )
    file_cookie.write(response, tokens.session)
    return response


def clear(response: Response) -> Response:
    """Remove them, and the copies of files that the browser keeps: the next person at it must not see them."""
    response.delete_cookie(NAME, path=PATH, samesite="Strict")
    file_cookie.clear(response)
    response["Clear-Site-Data"] = '"cache"'
    return response
