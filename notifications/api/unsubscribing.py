"""End letters without signing in: by the link in each of them, or by the mail program itself (RFC 8058).

Looking at the link changes nothing: mail programs and their guards look at every link.
"""

from datetime import timedelta

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
from notifications.models import MailAfter
from notifications.services import preferences

LIFETIME = timedelta(days=366)
POLICY = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


# Nobody is signed in, and whoever has the link may.
@method_decorator(csrf_exempt, name="dispatch")
class UnsubscribeView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return _page(request, _person(request), is_done=False)

    def post(self, request: HttpRequest) -> HttpResponse:
        count_call("unsubscribe", request)
        user = _person(request)
        preferences.change(by=user, mail=MailAfter.NEVER)
        return _page(request, user, is_done=True)


def _person(request: HttpRequest) -> User:
    """Raises Problem `link_invalid`."""
    claims = signed_links.read(PURPOSE, request.GET.get("link", ""), LIFETIME)
    user = User.objects.filter(pk=claims["user"]).first()
    if user is None:
        raise Problem("link_invalid")
    return user


def _page(request: HttpRequest, user: User, *, is_done: bool) -> HttpResponse:
    language = user.language or settings.LANGUAGE_CODE[:2]
    with override(language):
        answer = render(request, "notifications/unsubscribe.html", {"is_done": is_done, "language": language})
    answer["Cache-Control"] = "no-store"
    answer["Content-Security-Policy"] = POLICY
    answer["Referrer-Policy"] = "no-referrer"  # the address is the right to do it
    return answer


urlpatterns = [path("unsubscribe/", UnsubscribeView.as_view())]
