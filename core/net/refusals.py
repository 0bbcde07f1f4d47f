"""Why a request was not made, or was given up. No text of it quotes the target, which may hold a secret."""

from typing import Literal

Why = Literal["url", "host", "unresolved", "not_public", "too_many_redirects", "too_large", "late", "failed", "busy"]


class Refused(Exception):
    """`url`, `host`: not one that a request can be made to. `unresolved`: the name has no address just now. `not_public`:
    it leads into a network that is not everybody's. `too_many_redirects`, `too_large`, `late`: of the answer. `failed`:
    the connection, its TLS, or what was answered. `busy`: too much else is asked by this process; nobody was asked anything.

    `may_pass`: whether the same may work later."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why)

    @property
    def may_pass(self) -> bool:
        return self.why in ("unresolved", "late", "failed", "busy")
