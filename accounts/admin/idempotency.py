from typing import cast

from django.http import HttpRequest

from accounts.models import User
from accounts.services.idempotency import Once


def once_of_form(request: HttpRequest) -> Once:
    """A form that is sent again as it was, by a second click or because its answer was lost.

    The token against forged requests is another one each time the page is made, so it tells one page from the next.
    """
    sent = sorted(request.POST.lists())
    return Once.of(cast(User, request.user), f"POST {request.path}", repr(sent))
