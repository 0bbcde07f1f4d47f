"""`/files/<id>/<variant>`: a plain view, because a picture element cannot ask for JSON and reads no JSON."""

import logging
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from core.http import pages
from core.problems import Problem, problem_of
from core.rate_limits.counters import FETCHES
from files.access import may_fetch
from files.delivery.answers import answer
from files.delivery.callers import caller
from files.delivery.headers import variant_of
from files.models import File

logger = logging.getLogger(__name__)


@csrf_exempt
def fetch(request: HttpRequest, file_id: UUID, variant: str) -> HttpResponseBase:
    """Every refusal to give a file is the same 404: nobody learns whether there is one."""
    if request.method not in ("GET", "HEAD"):
        refusal = pages.answer_with(Problem("method_not_allowed"))
        refusal["Allow"] = "GET, HEAD"
        return refusal
    try:
        return _fetched(request, file_id, variant)
    except Exception as error:
        problem = problem_of(error)
        if problem is None:
            raise
        return pages.answer_with(problem)


def _fetched(request: HttpRequest, file_id: UUID, name: str) -> HttpResponseBase:
    user = caller(request)
    if user:
        FETCHES.expect(user.pk)
    file = File.objects.filter(pk=file_id).first()
    variant = variant_of(file, name) if file and may_fetch(user, file) else None
    if file is None or variant is None:
        raise Problem("not_found")
    try:
        return answer(request, file, variant)
    except FileNotFoundError:
        logger.error("the bytes of the file %s are gone", file_id)
        raise Problem("not_found") from None
