"""Check that a request names this site by one of its host names (ALLOWED_HOSTS).

A page whose own host name resolves to this site's IP could call the site as its own (DNS rebinding). So other names get
no answer, over HTTP or by a socket.
"""

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256

import msgspec
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host

from core.problems import Problem


def is_ours(host: str) -> bool:
    """Whether a Host header, with or without a port, names this site."""
    name, _ = split_domain_port(host)
    return bool(name) and validate_host(name, settings.ALLOWED_HOSTS)


def not_ours() -> Problem:
    return Problem("invalid", "This site goes by another name. Whoever runs it can add this one to ALLOWED_HOSTS.")


# In the colours of the web app (frontend/src/index.css), whose sheets a wrong name cannot load.
STYLE = (
    "body{color-scheme:light dark;background:light-dark(#fbfaf7,#1a1816);color:light-dark(#201d1a,#ece6dd);"
    "word-break:auto-phrase;text-wrap:pretty;"
    "display:grid;align-content:center;max-width:32rem;min-height:90vh;margin:auto;padding:0 1.25rem;"
    'font:.9375rem/1.6 system-ui,"Hiragino Sans","Noto Sans JP",sans-serif}'
    "p{margin:0 0 .75rem}p:nth-of-type(odd){font-size:1.125rem;font-weight:600;margin-top:1.25rem}"
)
DIGEST = b64encode(sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{DIGEST}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# For somebody who opens the site by a wrong name in a browser. Nothing of the request is written into it.
PAGE = f"""<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Irori</title><style>{STYLE}</style>
<p>This site does not go by the name in the address bar. Open it at its usual address.
<p>If you run it: add this name to the setting <code>ALLOWED_HOSTS</code> and restart the server.
<p lang="ja">このサイトは、アドレスバーの名前では開けません。いつものアドレスで開いてください。
<p lang="ja">サイトの管理者の方は、この名前を設定 <code>ALLOWED_HOSTS</code> に追加して、サーバーを再起動してください。
"""


def _refused(request: HttpRequest) -> HttpResponse:
    problem = not_ours()
    if request.path_info.startswith("/api/") or "text/html" not in request.headers.get("Accept", ""):
        return HttpResponse(msgspec.json.encode(problem.body), "application/json", problem.status)
    return HttpResponse(PAGE, status=problem.status, headers={"Content-Security-Policy": POLICY})


class HostMiddleware:
    """Refuse other hosts before other middlewares run: they would log each such request with a traceback."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            return _refused(request)
        return self.get_response(request)
