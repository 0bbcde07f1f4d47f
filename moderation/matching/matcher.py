"""The rules of one place, compiled once: which of them meets a text first."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from moderation.matching.looks import Looks
from moderation.matching.patterns import Form, Pattern
from moderation.matching.prefixes import Prefixes


class Compiled(NamedTuple):
    """A rule. `strength`: of two rules that meet a text the one with more counts."""

    id: int
    strength: int
    pattern: Pattern


class _Search:
    """The patterns of one kind, by each text that they look for."""

    def __init__(self, rules: Sequence[Compiled]) -> None:
        self._rules: dict[str, list[Compiled]] = {}
        for rule in rules:
            for text in rule.pattern.texts:
                self._rules.setdefault(text, []).append(rule)
        self._prefixes = Prefixes(self._rules)

    def better(self, form: Form, best: Compiled | None, most: int) -> Compiled | None:
        """A stronger rule than `best` that meets this form, or `best`; of at most this strength."""
        for place, text in self._prefixes.among(form.text, form.starts):
            for rule in self._rules[text]:
                if (
                    rule.strength <= most
                    and (best is None or rule.strength > best.strength)
                    and rule.pattern.stands_at(form, place, place + len(text))
                ):
                    best = rule
            if best is not None and best.strength >= most:
                break
        return best


class Matcher:
    """Its time grows with the length of a text and with the logarithm of the number of rules."""

    def __init__(self, rules: Iterable[Compiled]) -> None:
        rules = sorted(rules, key=lambda rule: (-rule.strength, rule.id))
        self._words = _of([rule for rule in rules if not rule.pattern.is_link])
        self._links = _of([rule for rule in rules if rule.pattern.is_link])
        self._most = max((rule.strength for rule in rules), default=0)

    def strongest(self, looks: Looks) -> Compiled | None:
        """The strongest rule that meets a text; None where none does."""
        best: Compiled | None = None
        if self._words:
            for form in looks.words:
                best = self._words.better(form, best, self._most)
        if self._links and (best is None or best.strength < self._most) and "." in looks.links.text:
            best = self._links.better(looks.links, best, self._most)
        return best


def _of(rules: Sequence[Compiled]) -> _Search | None:
    return _Search(rules) if rules else None
