"""The cookie of the refresh token. No script can read it; browsers send it to one path of this site only."""

from django.conf import settings
from django.http import HttpRequest
from rest_framework.response import Response

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
    return response


def clear(response: Response) -> Response:
    response.delete_cookie(NAME, path=PATH, samesite="Strict")
    return response
