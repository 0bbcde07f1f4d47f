"""What rows weigh before they are read: about as many bytes as they take in memory and, mostly, in JSON."""

from typing import Any

from django.db.models import Func, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from chat.models import Message

# Of a message without its text, its reactions and whom it mentions.
AROUND_A_TEXT = 600


class Octets(Func):
    """Bytes of a text, which PostgreSQL knows without reading it."""

    function = "OCTET_LENGTH"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        # Of a text SQLite would count the characters.
        return self.as_sql(compiler, connection, template="LENGTH(CAST(%(expressions)s AS BLOB))", **context)


def with_weights(messages: QuerySet[Message]) -> QuerySet[Any]:
    """Each with its `weight`."""
    # As text: how PostgreSQL keeps JSON says little, since it compresses it. Most messages have none.
    marks = [Coalesce(Octets(Cast(field, TextField())), Value(0)) for field in ("reactions", "mentions")]
    return messages.annotate(weight=Octets("text") + marks[0] + marks[1] + Value(AROUND_A_TEXT))
