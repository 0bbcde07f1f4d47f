"""Search keys of people whose name a worker of the version before has changed: it leaves the key as it was."""

from collections.abc import Iterator

from accounts.models import User
from core.jobs.declarations import Claim

BATCH = 1000


def mend(claim: Claim) -> None:
    """Fold the names whose key is another one. Handler of a job; repeated, it changes nothing."""
    for people in _batches():
        for person in filter(_is_stale, people):
            # Not where the name has changed since.
            same = User.objects.filter(pk=person.pk, username=person.username, display_name=person.display_name)
            same.update(search_key=person.search_key)


def _is_stale(person: User) -> bool:
    before = person.search_key
    person.fold()
    return person.search_key != before


def _batches() -> Iterator[list[User]]:
    last = 0
    while people := list(
        User.objects.filter(pk__gt=last).order_by("pk").only("username", "display_name", "search_key")[:BATCH]
    ):
        yield people
        last = people[-1].pk
