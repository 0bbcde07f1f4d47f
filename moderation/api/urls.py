from django.urls import path

import chat.url_converters  # noqa: F401  # registers <id:…>
from moderation.api import held, reports, rules

urlpatterns = [
    path("rooms/<id:room_id>/rules/", rules.RulesView.as_view()),
    path("rooms/<id:room_id>/rules/<id:rule_id>/", rules.RuleView.as_view()),
    path("rooms/<id:room_id>/held/", held.HeldMessagesView.as_view()),
    path("held/<id:held_id>/", held.HeldMessageView.as_view()),
    path("held/<id:held_id>/release/", held.ReleaseView.as_view()),
    path("held/<id:held_id>/refuse/", held.RefuseView.as_view()),
    path("reports/", reports.ReportsView.as_view()),
    path("reports/summary/", reports.SummaryView.as_view()),
    path("reports/<id:report_id>/", reports.ReportView.as_view()),
    path("reports/<id:report_id>/claim/", reports.ClaimView.as_view()),
]
