from typing import cast

from django.http import HttpRequest

from accounts.models import User
from accounts.services.idempotency import Once


def once_of_form(request: HttpRequest) -> Once:
    """The idempotency key of a form, for one that is sent again by a second click or after a lost answer.

    The CSRF token is new each time the page is made, so it tells one page from the next.
    """
    sent = sorted(request.POST.lists())
    return Once.of(cast(User, request.user), f"POST {request.path}", repr(sent))
