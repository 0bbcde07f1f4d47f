"""What an index finds is not looked for in whole tables: that took seconds for a hundred rows on a site of 100,000 people."""

import pytest
from django.db import connection

from moderation.models import HeldMessage
from moderation.selectors import reports

pytestmark = pytest.mark.django_db

FOUND = {
    "users_of_the_staff": reports.deciding_staff,
    # What the database asks when a rule is deleted.
    "held_messages_of_a_rule": lambda: HeldMessage.objects.filter(rule=4711),
}


@pytest.mark.parametrize("index", FOUND)
def test_it_is_found_by_its_index(index: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    assert index in FOUND[index]().explain()
