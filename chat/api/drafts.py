"""The caller's drafts, from all their devices."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller, fields
from chat import payloads, selectors
from chat.api.serializers import DraftKeep, RestQuery
from chat.services.personal import drafts
from core.rest.pagination import NEWEST_DRAFT, rest_of


class DraftView(APIView):
    @extend_schema(request=DraftKeep, responses=payloads.Draft)
    def put(self, request: Request, room_id: int) -> Response:
        kept = drafts.keep(by=caller(request), room_id=room_id, **fields(request, DraftKeep))
        return Response(payloads.Draft.of(kept))


class DraftsView(APIView):
    @extend_schema(parameters=[RestQuery], responses=payloads.Drafts)
    def get(self, request: Request) -> Response:
        kept = selectors.drafts_of(caller(request))
        return Response(payloads.Drafts(*rest_of(request, kept, payloads.Draft.of, NEWEST_DRAFT, most=drafts.MOST)))
