"""The signed-in person: profile, devices, warnings."""

from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import payloads
from accounts.api.requests import caller, fields, identity
from accounts.api.serializers import ProfileChange
from accounts.models import Session
from accounts.services import people, sessions
from core.rest.schema import list_of

SESSIONS_SHOWN = 100


class MeView(APIView):
    @extend_schema(responses=payloads.Me)
    def get(self, request: Request) -> Response:
        return Response(payloads.Me.of(caller(request)))

    @extend_schema(request=ProfileChange, responses=payloads.Me)
    def patch(self, request: Request) -> Response:
        return Response(payloads.Me.of(people.change_profile(user=caller(request), **fields(request, ProfileChange))))


class SessionsView(APIView):
    @extend_schema(responses=list_of(payloads.SessionInfo))
    def get(self, request: Request) -> Response:
        live = caller(request).sessions.live().order_by("-last_used_at")[:SESSIONS_SHOWN]
        current = identity(request).session_id
        return Response({"results": [payloads.SessionInfo.of(session, current=current) for session in live]})

    @extend_schema(operation_id="me_sessions_destroy_others", responses={204: None})
    def delete(self, request: Request) -> Response:
        others = caller(request).sessions.live().exclude(pk=identity(request).session_id)
        sessions.revoke(others, Session.End.SIGNED_OUT_ELSEWHERE)
        return Response(status=204)


class SessionDetailView(APIView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, session_id: UUID) -> Response:
        session = caller(request).sessions.filter(pk=session_id).first()
        if session is None:
            raise Http404
        sessions.revoke([session], Session.End.SIGNED_OUT_ELSEWHERE)
        return Response(status=204)


class WarningsView(APIView):
    @extend_schema(responses=list_of(payloads.AccountWarning))
    def get(self, request: Request) -> Response:
        untold = caller(request).sessions.untold().order_by("-revoked_at")[:SESSIONS_SHOWN]
        return Response({"results": [payloads.AccountWarning.of(session) for session in untold]})


class WarningView(APIView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, session_id: UUID) -> Response:
        warnings = caller(request).sessions.filter(pk=session_id, end=Session.End.TOKEN_REUSED)
        if not warnings.exists():
            raise Http404
        warnings.filter(told_at=None).update(told_at=timezone.now())
        return Response(status=204)
