from django.urls import path

import chat.url_converters  # noqa: F401  # registers <id:…>
from moderation.api import held, hidden, mutes, reports, rules

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
    path("rooms/<id:room_id>/mutes/", mutes.MutesView.as_view()),
    path("rooms/<id:room_id>/mutes/<id:user_id>/", mutes.MuteView.as_view()),
    path("me/mutes/", mutes.MyMutesView.as_view()),
    path("me/hidden/", hidden.HiddenView.as_view()),
    path("me/hidden/<id:user_id>/", hidden.HiddenPersonView.as_view()),
]
