"""A person signed in as a program is: REST requests with an access token that is renewed when it expires."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import httpx

from lab.chaos.clients.wire import Json, Refusal

ANSWER_SECONDS = 10
# Seconds between renewal and expiry. A token that lives shorter is renewed half-way.
EARLY_SECONDS = 30


class Session:
    """Raises Refusal when the server refuses, and httpx.TransportError when it does not answer."""

    def __init__(self, url: str, address: str, access: str, refresh: str, lifetime: float) -> None:
        self._http = httpx.AsyncClient(
            base_url=url,
            timeout=ANSWER_SECONDS,
            # Each client has its own IP, as on the internet: limits by IP count them separately.
            transport=httpx.AsyncHTTPTransport(local_address=address, verify=False),
        )
        self._access, self._refresh, self._lifetime = access, refresh, lifetime
        self._renewed = time.monotonic()
        self._renewing = asyncio.Lock()

    async def token(self, *, rejected: str | None = None) -> str:
        """An access token that stays valid for a while and differs from `rejected`."""
        async with self._renewing:
            early = min(EARLY_SECONDS, self._lifetime / 2)
            if self._access == rejected or time.monotonic() > self._renewed + self._lifetime - early:
                pair = await self._answer("POST", "token/refresh/", {"refresh": self._refresh})
                self._access, self._refresh = pair["access"], pair["refresh"]
                self._renewed = time.monotonic()
            return self._access

    async def call(self, method: str, path: str, body: Any = None) -> Json:
        return await self._answer(method, path, body, {"Authorization": f"Bearer {await self.token()}"})

    async def send(self, method: str, path: str, *, headers: Mapping[str, str], **body: Any) -> httpx.Response:
        """`path` is one of the site; `body` is as httpx takes it."""
        bearer = {"Authorization": f"Bearer {await self.token()}"}
        return await self._request(method, path, headers={**headers, **bearer}, **body)

    async def _answer(self, method: str, path: str, body: Any, headers: dict[str, str] | None = None) -> Json:
        answer = await self._request(method, f"/api/{path}", json=body, headers=headers)
        found: Json = answer.json() if answer.content else {}
        return found

    async def _request(self, method: str, path: str, **options: Any) -> httpx.Response:
        answer = await self._http.request(method, path, **options)
        if answer.is_success:
            return answer
        raise Refusal(_code_of(answer))

    async def close(self) -> None:
        await self._http.aclose()


def _code_of(answer: httpx.Response) -> str:
    """The code of a refusal. A proxy that reaches no worker answers with a page of its own."""
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError, TypeError):
        return f"status {answer.status_code}"
