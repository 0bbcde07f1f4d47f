from django.urls import path

import chat.url_converters  # noqa: F401  # registers <id:…>
from notifications.api import inbox, preferences

urlpatterns = [
    path("inbox/", inbox.InboxView.as_view()),
    path("inbox/unread/", inbox.UnreadView.as_view()),
    path("inbox/done/", inbox.DoneView.as_view()),
    path("inbox/undone/", inbox.UndoneView.as_view()),
    path("me/notifications/", preferences.PreferencesView.as_view()),
    path("me/follows/", preferences.FollowsView.as_view()),
    path("messages/<id:message_id>/follow/", preferences.FollowView.as_view()),
    path("rooms/<id:room_id>/snooze/", preferences.SnoozeView.as_view()),
]
