from django.urls import path

from moderation.api import reports

urlpatterns = [
    path("reports/", reports.ReportsView.as_view()),
    path("reports/summary/", reports.SummaryView.as_view()),
    path("reports/<id:report_id>/", reports.ReportView.as_view()),
    path("reports/<id:report_id>/claim/", reports.ClaimView.as_view()),
]
