from django.urls import path

from accounts.api import me, people, registration, sessions, tokens

urlpatterns = [
    path("register/", registration.RegisterView.as_view()),
    path("session/", sessions.SessionView.as_view()),
    path("session/refresh/", sessions.RefreshView.as_view()),
    path("session/ticket/", sessions.TicketView.as_view()),
    path("token/", tokens.TokenView.as_view()),
    path("token/refresh/", tokens.TokenRefreshView.as_view()),
    path("token/verify/", tokens.TokenVerifyView.as_view()),
    path("me/", me.MeView.as_view()),
    path("me/password/", me.PasswordView.as_view()),
    path("me/sessions/", me.SessionsView.as_view()),
    path("me/sessions/<uuid:session_id>/", me.SessionDetailView.as_view()),
    path("me/warnings/", me.WarningsView.as_view()),
    path("me/warnings/<uuid:session_id>/", me.WarningView.as_view()),
    path("users/", people.PeopleView.as_view()),
]
