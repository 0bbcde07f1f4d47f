"""What the call takes."""

from typing import Any

from rest_framework import serializers

from core.rest.fields import TextField
from search.query.parser import LONGEST

RESULTS, MOST_RESULTS = 20, 50


class SearchQuery(serializers.Serializer[Any]):
    q = TextField(max_length=LONGEST, allow_blank=True)
    sort = serializers.ChoiceField(["newest", "best"], required=False, default="newest")
    cursor = TextField(required=False, allow_blank=True)
    limit = serializers.IntegerField(min_value=1, max_value=MOST_RESULTS, required=False, default=RESULTS)
