"""Admin lists whose cost does not depend on the number of rows."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib.admin.views.main import SEARCH_VAR
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property

# Rows that a list shows at most. Older rows are found by searching.
MOST_LISTED = 10_000
LONGEST_SEARCH, MOST_WORDS = 400, 10
LONGEST_ID = 18  # digits: no id of the database is longer


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # not subscriptable when it runs
    """Count at most MOST_LISTED rows: an exact count reads the whole table for every page."""

    @cached_property
    def count(self) -> int:
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return rows.order_by().values("pk")[:MOST_LISTED].count()

    def page(self, number: int | str) -> Any:
        """The keys first: the database looks related rows up for those of the page alone, not for all before it."""
        page = super().page(number)
        on_page: QuerySet[Any] = page.object_list  # type: ignore[assignment]
        page.object_list = _with_keys(self.object_list, list(on_page.values_list("pk", flat=True)))
        return page


def _with_keys(rows: Any, keys: list[Any]) -> QuerySet[Any]:
    """The rows of these keys, as `rows` has them. Without its conditions, which the keys have met: a search has a thousand
    ids, and the database chose to read the table for them."""
    if not keys:
        return rows.none()  # type: ignore[no-any-return]
    if rows.query.annotations or rows.query.extra:
        return rows.filter(pk__in=keys)  # type: ignore[no-any-return]
    found: QuerySet[Any] = rows.model._base_manager.filter(pk__in=keys).order_by(*rows.query.order_by)
    found.query.select_related = rows.query.select_related
    found.query.deferred_loading = rows.query.deferred_loading
    return found


def offered_lookups(list_filter: Iterable[Any]) -> set[str]:
    """The names by which these filters of a list stand in its address."""
    return {
        lookup
        for each in list_filter
        for lookup in ([f"{each}__exact", f"{each}__isnull"] if isinstance(each, str) else [each.parameter_name])
    }


class PrefixedSearch:
    """Search texts such as `room:12 author:kenji tea`: words with a known prefix filter by an index, and the page
    searches for the other words."""

    search_prefixes: Mapping[str, Callable[[str], Q]]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = []
        for word in words_of(search_term):
            prefix, _, value = word.partition(":")
            if value and prefix in self.search_prefixes:
                queryset = queryset.filter(self.search_prefixes[prefix](value))
            else:
                words.append(word)
        return (self.search_words(queryset, words) if words else queryset), False

    def search_words(self, queryset: QuerySet[Any], words: list[str]) -> QuerySet[Any]:
        raise NotImplementedError


def shortened(query: QueryDict) -> QueryDict:
    """The query with no more of the search than is read. Every link of a list repeats all of the query."""
    search = query.get(SEARCH_VAR, "")
    if len(search) <= LONGEST_SEARCH and len(search.split(None, MOST_WORDS)) <= MOST_WORDS:
        return query
    query = query.copy()
    query[SEARCH_VAR] = " ".join(words_of(search))
    return query


def words_of(search_term: str) -> list[str]:
    """The words to search for, each once, limited in number: a URL may hold thousands, and each is a condition of the
    query."""
    return list(dict.fromkeys(search_term[:LONGEST_SEARCH].split()))[:MOST_WORDS]


def as_id(value: str) -> int | None:
    """The id that a text spells; None for an id that no row can have."""
    return int(value) if value.isdecimal() and len(value) <= LONGEST_ID else None


def by_id(field: str) -> Callable[[str], Q]:
    """A prefix whose value is an id. Any other value finds no row."""
    return lambda value: Q(pk__in=[]) if (number := as_id(value)) is None else Q(**{field: number})
