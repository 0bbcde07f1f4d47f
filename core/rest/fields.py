"""Fields of REST requests that are stricter than REST framework's: one type only, or a length that is checked before
the items."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.fields import empty


class TextField(serializers.CharField):
    """A text whose length is checked before REST framework's validators read each of its characters."""

    def run_validation(self, data: Any = empty) -> Any:
        if isinstance(data, str) and self.max_length is not None:
            read = data.strip() if self.trim_whitespace else data
            if len(read) > self.max_length:
                message = self.error_messages["max_length"].format(max_length=self.max_length)
                raise serializers.ValidationError(message, code="max_length")
        return super().run_validation(data)


class EmailField(TextField, serializers.EmailField):
    """An e-mail address whose length is checked before any pattern is."""


class UuidTextField(serializers.UUIDField):
    """A UUID as text. REST framework accepts numbers as well, and `true` as the number 1."""

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str):
            raise serializers.ValidationError("Give a UUID.", code="invalid")
        uuid: UUID = super().to_internal_value(data)
        return uuid


class BoundedListField(serializers.ListField):
    def to_internal_value(self, data: Any) -> list[Any]:
        if isinstance(data, list) and self.max_length is not None and len(data) > self.max_length:
            raise serializers.ValidationError(f"At most {self.max_length} items.", code="max_length")
        items: list[Any] = super().to_internal_value(data)
        return items


class BoundedDictField(serializers.DictField):
    def __init__(self, *, max_length: int, **options: Any) -> None:
        self._max_length = max_length
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> dict[Any, Any]:
        if isinstance(data, dict) and len(data) > self._max_length:
            raise serializers.ValidationError(f"At most {self._max_length} entries.", code="max_length")
        entries: dict[Any, Any] = super().to_internal_value(data)
        return entries
