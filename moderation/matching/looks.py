"""The forms in which a text is compared with rules: what somebody sees who reads it."""

import html
import re
from functools import cached_property
from urllib.parse import unquote

from core.text.look_alikes import look_alike_fold
from moderation.matching.patterns import Form

# Signs of Markdown that are not drawn, so that sp**am** reads as spam.
_not_drawn = re.compile(r"\\(?=[!-/:-@\[-`{-~])|[*~`]")
# A digit in a word of Latin letters: 0 looks like o, and 1 like l or i. In a number they are what they are.
_digit = re.compile(r"(?<=[a-z])[01]+|[01]+(?=[a-z])")
AS_L, AS_I = str.maketrans("01", "ol"), str.maketrans("01", "oi")
# A capital i beside a small letter, which looks like an l.
_capital_i = re.compile(r"(?<=[a-z])I|I(?=[a-z])")


class Looks:
    """The forms of one text, each made when it is first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def words(self) -> list[Form]:
        """For word rules. Each form takes linear time, and there are at most five."""
        shown = _shown(self._text)
        fold = look_alike_fold(shown)
        forms = {fold: None}
        if shown is not self._text:
            forms[look_alike_fold(self._text)] = None
        if _digit.search(fold):
            for table in (AS_L, AS_I):
                forms[_digit.sub(lambda match: match[0].translate(table), fold)] = None  # noqa: B023 (called at once)
        if _capital_i.search(shown):
            forms[look_alike_fold(_capital_i.sub("l", shown))] = None
        return [Form(form) for form in forms]

    @cached_property
    def links(self) -> Form:
        """For link rules; without a full stop no host is in it."""
        shown = _shown(self._text)
        if "%" not in shown and "\u3002" not in shown and "\uff61" not in shown:
            return self.words[0]
        # Browsers take these for full stops, and decode a host.
        return Form(look_alike_fold(unquote(shown)).replace("\u3002", "."))


def _shown(text: str) -> str:
    """Without what Markdown hides; the same object where it hides nothing."""
    if "&" in text:
        unescaped = html.unescape(text)
        text = text if unescaped == text else unescaped
    return _not_drawn.sub("", text) if _not_drawn.search(text) else text
