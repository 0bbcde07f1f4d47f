"""Every REST call with a body, a query and a path that are good as far as the schema can say; the tests then spoil one part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote

from django.urls import get_resolver
from drf_spectacular.generators import SchemaGenerator

from tests.support.in_process import PASSWORD
from tests.support.routes import calls_of

# Query parameters that a view may read without the schema saying so.
UNDECLARED = ("cursor", "limit", "format", "page", "q")
# By the name of a field: what gets a call farther than any text of the right type would.
KNOWN: Mapping[str, Any] = {
    "password": PASSWORD,
    "current": PASSWORD,
    "new": "another warm evening by the fire",
    "at": "2026-11-20T09:12:00Z",
    "username": "hanako",
    "kind": "public",
    "rooms": {"1": 0},
}
# Fields that are refused beside the others of a call.
APART: Mapping[tuple[str, str], frozenset[str]] = {("POST", "/api/reports/"): frozenset({"message", "user"})}


@dataclass(frozen=True)
class RestCall:
    method: str
    path: str  # with {names}
    body: Mapping[str, Any] = field(default_factory=dict)
    query: tuple[str, ...] = ()
    texts_in_path: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def address(self, path: Mapping[str, Any], query: Mapping[str, str]) -> str:
        names = {name: quoted(str(value)) for name, value in path.items()}
        pairs = "&".join(f"{name}={quoted(value)}" for name, value in query.items())
        return self.path.format_map(names) + (f"?{pairs}" if pairs else "")


def quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


@cache
def rest_calls() -> tuple[RestCall, ...]:
    """Of the schema, and those that the schema does not have."""
    described = tuple(_described())
    known = {(call.method, _nameless(call.path)) for call in described}
    others = (
        RestCall(call.method, call.path)
        for call in calls_of(get_resolver().url_patterns)
        if (call.method, call.path) not in known and "{}" not in call.path
    )
    return (*described, *others)


def _described() -> Iterator[RestCall]:
    schema: Any = SchemaGenerator().get_schema(request=None, public=True)
    schemas = schema["components"]["schemas"]
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            parameters = operation.get("parameters", [])
            content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            body = _example(content.get("schema", {}), schemas) or {}
            apart = APART.get((method.upper(), path), ())
            yield RestCall(
                method.upper(),
                path,
                body={name: value for name, value in body.items() if name not in apart},
                query=tuple(each["name"] for each in parameters if each["in"] == "query"),
                texts_in_path=tuple(
                    each["name"]
                    for each in parameters
                    if each["in"] == "path" and each["schema"]["type"] == "string" and "format" not in each["schema"]
                ),
            )


def _nameless(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def _example(schema: Mapping[str, Any], schemas: Mapping[str, Any], name: str = "") -> Any:
    """A value that the schema allows."""
    if name in KNOWN:
        return KNOWN[name]
    if "$ref" in schema:
        return _example(schemas[schema["$ref"].rpartition("/")[2]], schemas, name)
    for choice in ("oneOf", "anyOf", "allOf"):
        if choice in schema:
            return _example(schema[choice][0], schemas, name)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    match kind[0] if isinstance(kind, list) else kind:
        case "object":
            properties = schema.get("properties", {})
            return {name: _example(each, schemas, name) for name, each in properties.items()}
        case "array":
            return [_example(schema["items"], schemas)]
        case "integer":
            return max(schema.get("minimum", 1), 1)
        case "number":
            return 1.0
        case "boolean":
            return True
        case "string":
            return _FORMATS.get(schema.get("format", ""), "tea")
    return None


_FORMATS = {
    "uuid": "5f0c8f0e-9f58-4c59-8a7e-1f0e3c1d2b4a",
    "email": "tea@example.org",
    "date-time": "2026-11-20T09:12:00Z",
    "uri": "https://example.org/",
}
