"""End letters without signing in: by the link in each of them, or by the mail program itself (RFC 8058).

Looking at the link changes nothing: mail programs and their guards look at every link.
"""

from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import override
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from accounts import signed_links
from accounts.api.throttles import count_call
from accounts.models import User
from core.problems import Problem
from notifications.mail.digest import PURPOSE
from notifications.selectors.preferences import preferences_of
from notifications.services import preferences

LIFETIME = timedelta(days=366)
POLICY = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

State = Literal["asked", "done", "worn_out"]


# Nobody is signed in, and whoever has the link may.
@method_decorator(csrf_exempt, name="dispatch")
class UnsubscribeView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        user, begun = _claims(request)
        return _page(request, user, "asked" if preferences_of(user).letters_begun == begun else "worn_out")

    def post(self, request: HttpRequest) -> HttpResponse:
        count_call("unsubscribe", request)
        user, begun = _claims(request)
        return _page(request, user, "done" if preferences.end_letters(by=user, begun=begun) else "worn_out")


def _claims(request: HttpRequest) -> tuple[User, int]:
    """The person, and their `letters_begun` when the letter was sent. Raises Problem `link_invalid`."""
    claims = signed_links.read(PURPOSE, request.GET.get("link", ""), LIFETIME)
    user = User.objects.filter(pk=claims["user"]).first()
    if user is None:
        raise Problem("link_invalid")
    return user, claims["begun"]


def _page(request: HttpRequest, user: User, state: State) -> HttpResponse:
    language = user.language or settings.LANGUAGE_CODE[:2]
    with override(language):
        answer = render(request, "notifications/unsubscribe.html", {"state": state, "language": language})
    answer["Cache-Control"] = "no-store"
    answer["Content-Security-Policy"] = POLICY
    answer["Referrer-Policy"] = "no-referrer"  # the address is the right to do it
    return answer


urlpatterns = [path("unsubscribe/", UnsubscribeView.as_view())]
