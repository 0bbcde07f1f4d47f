"""A message's text as it is stored."""

from chat.mentions import QUICKLY_READ, may_mention
from chat.models.message import TEXT_LENGTH
from core.problems import Problem
from core.rate_limits.counters import LONG_TEXTS
from core.text.blanks import is_blank


def checked(text: str, *, may_be_empty: bool = False) -> str:
    """The text as it is stored; a blank one is stored as "". Raises Problem `text_empty` or `text_too_long`."""
    text = storable(text)
    if not is_blank(text):
        return text
    if may_be_empty:
        return ""
    raise Problem("text_empty")


def storable(text: str, *, what: str = "A message") -> str:
    """The text without NULs and lone surrogates. Raises Problem `text_too_long` before it processes the text."""
    if len(text) - text.count("\0") > TEXT_LENGTH:
        raise Problem("text_too_long", f"{what} has at most {TEXT_LENGTH} characters.")
    # PostgreSQL stores no NUL, and lone surrogates have no encoding.
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def expect_few(author_id: int, text: str) -> None:
    """Count the characters of a text that takes a while to be read, for whom it mentions. Raises Problem `rate_limited`.
    One that is too long is refused unread."""
    if QUICKLY_READ < len(text) <= TEXT_LENGTH and may_mention(text):
        LONG_TEXTS.expect(author_id, len(text))
