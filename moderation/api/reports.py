"""Reports: make one; for moderators and staff, claim and decide them."""

from collections.abc import Sequence

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller, fields, query
from accounts.models import User
from core.rest.pagination import NEWEST, page_and_next
from moderation.api.report_serializers import Decide, ReportCreate, ReportsQuery
from moderation.models import Report
from moderation.payloads import reports as shapes
from moderation.selectors import reports as selectors
from moderation.services import claiming, deciding, lookups, reporting
from moderation.services.consequences import decisions_on


class ReportsView(APIView):
    counts_as = "reports"

    @extend_schema(operation_id="reports_list", parameters=[ReportsQuery], responses=shapes.Reports)
    def get(self, request: Request) -> Response:
        user, asked = caller(request), query(request, ReportsQuery)
        rows = selectors.with_people(selectors.listed(user, asked.get("state"), asked.get("room"))).defer("context")
        return Response(shapes.Reports(*page_and_next(request, rows, lambda found: _payloads(user, found), NEWEST)))

    @extend_schema(request=ReportCreate, responses={201: shapes.NewReport, 200: shapes.NewReport})
    def post(self, request: Request) -> Response:
        reported = reporting.report(by=caller(request), **fields(request, ReportCreate))
        return Response(shapes.NewReport(reported.report.pk), status=201 if reported.created else 200)


class SummaryView(APIView):
    @extend_schema(responses=shapes.Summary)
    def get(self, request: Request) -> Response:
        return Response(shapes.Summary(selectors.waiting_for(caller(request))))


class ReportView(APIView):
    @extend_schema(responses=shapes.Report)
    def get(self, request: Request, report_id: int) -> Response:
        report, decides = lookups.to_read(caller(request), report_id)
        return Response(_whole(caller(request), report) if decides else shapes.for_reporter(report))

    @extend_schema(request=Decide, responses=shapes.Report)
    def patch(self, request: Request, report_id: int) -> Response:
        report = deciding.decide(by=caller(request), report_id=report_id, **fields(request, Decide))
        return Response(_whole(caller(request), report))


class ClaimView(APIView):
    @extend_schema(request=None, responses=shapes.Report)
    def put(self, request: Request, report_id: int) -> Response:
        return Response(_whole(caller(request), claiming.claim(by=caller(request), report_id=report_id)))

    @extend_schema(responses=shapes.Report)
    def delete(self, request: Request, report_id: int) -> Response:
        return Response(_whole(caller(request), claiming.release(by=caller(request), report_id=report_id)))


def _whole(user: User, report: Report) -> shapes.Report:
    """A report for who decides it, with its context."""
    counts = selectors.counts_for(user, [report])[report.pk]
    return shapes.for_decider(report, counts=counts, decisions=_open_decisions(user, report), context=report.context)


def _payloads(user: User, found: Sequence[Report]) -> list[shapes.Report]:
    decided = selectors.ids_to_decide(user, found)
    counts = selectors.counts_for(user, [report for report in found if report.pk in decided])
    return [
        shapes.for_decider(report, counts=counts[report.pk], decisions=_open_decisions(user, report))
        if report.pk in decided
        else shapes.for_reporter(report)
        for report in found
    ]


def _open_decisions(user: User, report: Report) -> list[str]:
    return [] if report.is_decided else decisions_on(report, user)
