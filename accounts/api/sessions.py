"""Sign-in of browsers, with the refresh token in a cookie."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from accounts import known_browsers, origins, payloads, tokens
from accounts.api import cookies
from accounts.api.credentials import access_for, refreshed, sign_in
from accounts.api.idempotency import ONCE
from accounts.api.requests import caller, fields, identity
from accounts.api.serializers import Credentials, Embed
from accounts.authentication import TokenAuthentication
from accounts.models import Session
from accounts.services import sessions
from core.problems import Problem
from core.rest.embedding import embedded


def signed_in(
    request: Request, issued: tokens.Tokens, *, status: int = 200, embed: Mapping[str, Any] | None = None
) -> Response:
    """The answer of every call that signs a browser in."""
    response = cookies.write(Response(payloads.SignedIn.of(issued, embed), status=status), issued)
    known_browsers.remember(response, issued.session.user_id, request.COOKIES)
    return response


class CookieView(APIView):
    """A call that a cookie authenticates, or that sets one: no other site may make it."""

    permission_classes = [AllowAny]
    # These calls ignore the access token: it has often just expired, which is why they are made.
    authentication_classes = []

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        origins.check(request.headers, request.get_host())


class SessionView(CookieView):
    def get_throttles(self) -> list[BaseThrottle]:
        self.throttle_scope = "sign_in" if self.request.method == "POST" else "refresh"
        return super().get_throttles()

    @extend_schema(parameters=[ONCE], request=Credentials, responses=payloads.SignedIn)
    def post(self, request: Request) -> Response:
        return signed_in(request, sign_in(request))

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        sessions.revoke(Session.objects.filter(pk__in=set(self._named(request))), Session.End.SIGNED_OUT)
        return cookies.clear(Response(status=204))

    def _named(self, request: Request) -> Iterator[UUID]:
        """The sessions of the access token and of the cookie, where they are valid: signing out always succeeds."""
        with suppress(Problem):
            if found := TokenAuthentication().authenticate(request):
                yield found[1].session_id
        with suppress(Problem):
            yield sessions.session_id_of(tokens.parse(tokens.RefreshToken, cookies.read(request) or ""))


class RefreshView(CookieView):
    throttle_scope = "refresh"

    @extend_schema(request=Embed, responses=payloads.SignedIn)
    def post(self, request: Request) -> Response:
        urls = fields(request, Embed)["embed"]
        issued = refreshed(_cookie(request))
        return signed_in(request, issued, embed=embedded(request._request, issued.access, urls))


class AccessView(CookieView):
    """For a service worker. It has no second chance to be given an answer, so it may not rotate what the tabs live on."""

    throttle_scope = "refresh"

    @extend_schema(request=None, responses=payloads.Access)
    def post(self, request: Request) -> Response:
        return Response(payloads.Access.of(*access_for(_cookie(request))))


def _cookie(request: Request) -> str:
    raw = cookies.read(request)
    if raw is None:
        raise Problem("not_authenticated")
    return raw


class TicketView(APIView):
    @extend_schema(request=None, responses={201: payloads.Ticket})
    def post(self, request: Request) -> Response:
        ticket = sessions.issue_ticket(identity(request).session_id, caller(request))
        return Response(payloads.Ticket(ticket, int(tokens.Ticket.lifetime.total_seconds())), status=201)
