"""Turn the token that a socket offers into `scope["user"]`."""

from typing import Any

from accounts.authentication import Identity, identify_together
from core.db.batching import Together
from core.problems import problem_of
from realtime.handshake import PROTOCOL, Application, Offer, Receive, Send, forget_token, read_offer, refuse

_identifying: Together[Offer, Identity] = Together("identify sockets", identify_together, most=100)


class TokenMiddleware:
    """Refuse a socket without a valid token.

    Behind it the scope has `user` (accounts.User), `identity` (Identity) and `subprotocol` (the one to accept with, or
    None), and no token.
    """

    def __init__(self, app: Application) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        try:
            offer = read_offer(scope)
            identity = await _identifying.ask(offer)
        except Exception as error:
            problem = problem_of(error)
            if problem is None:
                raise
            await receive()
            await refuse(send, scope, problem, chat_v1=PROTOCOL in scope["subprotocols"])
            return
        known = {"user": identity.user, "identity": identity, "subprotocol": offer.subprotocol}
        await self.app({**forget_token(scope), **known}, receive, send)
