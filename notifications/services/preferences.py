"""What one person wants to be told of on the whole site."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from accounts.models import User
from core.problems import Problem
from notifications.deciding.keywords import LONGEST_KEYWORD, folded
from notifications.deciding.quiet_hours import QuietHours
from notifications.models import Keyword, MailAfter, Preferences
from notifications.selectors import keywords
from notifications.services import letters

MOST_KEYWORDS = 20


class Changes(TypedDict, total=False):
    level: str
    muted_until: datetime | None
    undisturbed_until: datetime | None
    quiet: QuietHours | None
    mail: str
    keywords: Sequence[str]


@transaction.atomic
def change(*, by: User, **changes: Unpack[Changes]) -> None:
    """Change some of them. `keywords`: all of them. Raises Problem `invalid` for a keyword that nothing is left of, or too much,
    compared as a search compares."""
    # Lets the person's devices wait for each other.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if "keywords" in changes:
        _replace_keywords(by, changes["keywords"])
    columns = {name: value for name, value in changes.items() if name != "keywords"}
    if not columns:
        return
    row = Preferences.objects.filter(user=by).first() or Preferences(user=by)
    mail = row.mail
    for name, value in columns.items():
        setattr(row, name, value)
    if mail == MailAfter.NEVER != row.mail:
        row.letters_begun += 1
    row.save()
    if row.mail not in (mail, MailAfter.NEVER):
        letters.look_again(by)


@transaction.atomic
def end_letters(*, by: User, begun: int) -> bool:
    """As `change` does, unless letters were turned on again since `letters_begun` was this. Whether it was so."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    row = Preferences.objects.filter(user=by).first() or Preferences(user=by)
    if row.letters_begun != begun:
        return False
    row.mail = MailAfter.NEVER
    row.save()
    return True


def _replace_keywords(by: User, words: Sequence[str]) -> None:
    by_fold = {folded(word): word for word in words}
    if not all(1 <= len(fold) <= LONGEST_KEYWORD for fold in by_fold):
        raise Problem("invalid", fields={"keywords": ["invalid"]})
    Keyword.objects.filter(user=by).exclude(fold__in=by_fold).delete()
    Keyword.objects.bulk_create(
        [Keyword(user=by, word=word, fold=fold) for fold, word in by_fold.items()],
        update_conflicts=True,
        unique_fields=["user", "fold"],
        update_fields=["word"],
    )
    keywords.forget_after_commit()
