"""The answer to a form of the admin that is larger than any body may be: the server refuses it before Django runs, and
who sent it reads a page."""

from twisted.web.http_headers import Headers

from core.admin.refusals import HTML, page_before_django
from core.http.response_headers import ADMIN
from core.problems import Problem
from realtime.server.upgrade import refusal

POLICY = b"content-security-policy"
READ = ("accept", "accept-language", "cookie", "host", "referer")


def too_large_page(target: bytes, headers: Headers) -> bytes:
    """The whole answer as bytes; empty where nobody reads a page."""
    read = {name: (headers.getRawHeaders(name) or [""])[0] for name in READ}
    problem = Problem("too_large")
    page = page_before_django(target.partition(b"?")[0].decode("latin1"), read, problem)
    if page is None:
        return b""
    return refusal(problem.status, [(b"content-type", HTML.encode()), (POLICY, ADMIN.encode())], page)
