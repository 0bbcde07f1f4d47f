"""The parts of the protocol that clients share."""

from collections.abc import Mapping
from typing import Any

from lab.chaos.checks.history import Row

Json = Mapping[str, Any]

# Codes of refusals that no later try would change.
FINAL = frozenset(
    {
        "not_found",
        "room_archived",
        "forbidden",
        "last_owner",
        "left_recently",
        "nonce_conflict",
        "text_empty",
        "text_too_long",
        "invalid",
        "file_not_found",
        "edit_conflict",
    }
)


class Refusal(Exception):
    """The server answered with one of its codes."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)

    @property
    def is_final(self) -> bool:
        return self.code in FINAL


def row_of(message: Json) -> Row:
    return Row(
        author=message["author"]["id"],
        nonce=message["nonce"],
        seq=message["seq"],
        rev=message["rev"],
        text=message["text"],
        deleted=message["deleted_at"] is not None,
        files=tuple(file["id"] for file in message["files"]),
    )
