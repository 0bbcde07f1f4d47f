"""The cookie that lets a browser fetch files, so that no address of a picture holds a token.

It names a session and is worth nothing once that has ended. No script reads it, browsers send it to the files' addresses
alone, and never from a page of another site.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from accounts.models import Session, User
from accounts.services.sessions import live_session
from accounts.tokens import FileToken, parse

NAME = "irori_files"
PATH = "/files/"


def write(response: HttpResponseBase, session: Session) -> None:
    token = FileToken()
    token["sid"] = str(session.pk)
    token["user_id"] = str(session.user_id)
    response.set_cookie(
        NAME,
        str(token),
        max_age=FileToken.lifetime,
        path=PATH,
        httponly=True,
        samesite="Strict",
        secure=settings.TLS,
    )


def clear(response: HttpResponseBase) -> None:
    response.delete_cookie(NAME, path=PATH, samesite="Strict")


def identify(request: HttpRequest) -> User:
    """Who the cookie lets in, with one query. Raises Problem with a 401 code."""
    return live_session(parse(FileToken, request.COOKIES.get(NAME, ""))).user
