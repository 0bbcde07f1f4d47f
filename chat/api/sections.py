"""The sections of the caller's own list of rooms."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotency import ONCE, once
from accounts.api.requests import caller, fields
from chat import payloads, selectors
from chat.api.serializers import SectionChange, SectionCreate
from chat.services.personal import sections


class SectionsView(APIView):
    @extend_schema(responses=payloads.Sections)
    def get(self, request: Request) -> Response:
        return Response(payloads.Sections.of(selectors.sections_of(caller(request))))

    @extend_schema(parameters=[ONCE], request=SectionCreate, responses={201: payloads.Section})
    def post(self, request: Request) -> Response:
        section = sections.create(by=caller(request), once=once(request), **fields(request, SectionCreate))
        return Response(payloads.Section.of(section), status=201)


class SectionView(APIView):
    @extend_schema(request=SectionChange, responses=payloads.Section)
    def patch(self, request: Request, section_id: int) -> Response:
        changed = sections.change(by=caller(request), section_id=section_id, **fields(request, SectionChange))
        return Response(payloads.Section.of(changed))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, section_id: int) -> Response:
        sections.delete(by=caller(request), section_id=section_id)
        return Response(status=204)
