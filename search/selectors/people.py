"""People by their names, as a word of a query or in a filter."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice, product

from django.db.models import Case, Q, When

from accounts.models import User
from accounts.models.people import matching
from accounts.payloads import User as ShownUser
from core.text.search_fold import search_fold
from core.text.variants import VARIANTS
from search.matching.words import Word

SHOWN = 5
MOST_SPELLINGS = 16

# The characters that the search fold takes for one: names are stored without that part of the fold.
SPELLED: dict[str, list[str]] = {}
for variant, usual in VARIANTS.items():
    SPELLED.setdefault(usual, [usual]).append(variant)


def people_named(words: Sequence[Word]) -> list[ShownUser]:
    """As GET /api/users/ finds them, by each of the words. Whose name begins with the first one comes first."""
    people = User.objects.filter(is_active=True)
    for word in words:
        people = people.filter(_any(matching(spelling) for spelling in spellings(word.text)))
    begins = _any(Q(search_key__contains=f"\n{spelling}") for spelling in spellings(words[0].text))
    ranked = people.annotate(rank=Case(When(begins, then=0), default=1)).order_by("rank", "username_key")
    return [ShownUser.of(person) for person in ranked.only(*ShownUser.COLUMNS)[:SHOWN]]


def people_called(names: Collection[str]) -> Mapping[str, set[int]]:
    """The ids of the people of each folded name: of the person with this user name, else of all with this display
    name."""
    if not names:
        return {}
    among = _any(Q(search_key__contains=f"\n{spelling}\n") for name in names for spelling in spellings(name))
    by_user_name, by_display_name = dict[str, set[int]](), dict[str, set[int]]()
    for pk, user_name, display_name in User.objects.filter(among).values_list("pk", "username", "display_name"):
        by_user_name.setdefault(search_fold(user_name), set()).add(pk)
        by_display_name.setdefault(search_fold(display_name), set()).add(pk)
    return {name: by_user_name.get(name) or by_display_name.get(name, set()) for name in names}


def spellings(folded: str) -> list[str]:
    """The texts of which this is the fold, where only kanji and signs that stand for each other differ."""
    alternatives = (SPELLED.get(character, [character]) for character in folded)
    return ["".join(spelling) for spelling in islice(product(*alternatives), MOST_SPELLINGS)]


def _any(conditions: Iterator[Q]) -> Q:
    return Q(*conditions, _connector=Q.OR)
