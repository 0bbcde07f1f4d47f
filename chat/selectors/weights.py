"""Weights of rows before they are read: roughly the bytes they take in memory and in JSON."""

from typing import Any

from django.db.models import Func, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from chat.models import Message

# Bytes of a message without its text, reactions, mentions and files.
AROUND_A_TEXT = 600
# Bytes of a file besides what the row keeps: the names of the fields, and addresses.
AROUND_A_FILE = 250


class Octets(Func):
    """Bytes of a text. PostgreSQL knows them without reading the text."""

    function = "OCTET_LENGTH"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        # SQLite's LENGTH of a text counts characters, so the text becomes a blob.
        return self.as_sql(compiler, connection, template="LENGTH(CAST(%(expressions)s AS BLOB))", **context)


class ItemCount(Func):
    """How many items a JSON list has."""

    function = "JSONB_ARRAY_LENGTH"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, function="JSON_ARRAY_LENGTH", **context)


def with_weights(messages: QuerySet[Message]) -> QuerySet[Any]:
    """The messages, annotated with `weight` in bytes."""
    # As text: PostgreSQL compresses JSON, so its stored size says little. Most messages have none of these.
    fields = ("reactions", "mentions", "mention_texts", "files")
    weight = Octets("text") + Value(AROUND_A_TEXT)
    for field in fields:
        weight += Coalesce(Octets(Cast(field, TextField())), Value(0))
    return messages.annotate(weight=weight + Coalesce(ItemCount("files"), Value(0)) * Value(AROUND_A_FILE))
