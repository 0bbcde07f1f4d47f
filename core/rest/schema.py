"""OpenAPI: the schema is made from the Structs of the answers, so the two cannot differ."""

from collections.abc import Iterator
from typing import Any, Union, cast, get_args

import msgspec
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction

from core.app_contents import named
from core.problems import ErrorBody, table

REF = "#/components/schemas/{name}"


class StructExtension(OpenApiSerializerExtension):
    """Write a msgspec Struct, and each Struct it refers to, as a component."""

    target_class = "msgspec.Struct"
    match_subclasses = True

    target: type[msgspec.Struct]

    def get_name(self, auto_schema: AutoSchema, direction: Direction) -> str:
        return self.target.__name__

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        for field in msgspec.structs.fields(self.target):
            for struct in _structs_in(field.type):
                auto_schema.resolve_serializer(cast(Any, struct), direction)
        _, components = msgspec.json.schema_components([self.target], ref_template=REF)
        own: dict[str, Any] = components[self.target.__name__]
        return own


def add_frames(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """The socket's frames as components: OpenAPI has no sockets, but the web app's types are made from it."""
    table()  # the schema lists its codes
    read = (frame for frames in named("client_frames") for frame in frames)
    for name, frames in (("ClientFrame", read), ("ServerFrame", named("server_frames"))):
        union: Any = Union.__getitem__(tuple(frames))
        (schema,), components = msgspec.json.schema_components([union], ref_template=REF)
        result["components"]["schemas"].update({**components, name: schema})
    return result


def add_errors(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """The shape of every error answer."""
    table()  # the schema lists its codes
    _schemas, components = msgspec.json.schema_components([ErrorBody], ref_template=REF)
    result["components"]["schemas"].update(components)
    return result


def page_of(struct: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """A Struct for one keyset page of `struct` items."""
    fields = [("next", str | None), ("previous", str | None), ("results", list[struct])]  # type: ignore[valid-type]
    return msgspec.defstruct(f"{struct.__name__}Page", fields)


def counted_page_of(struct: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """A Struct for one page, with the number of items on all pages together."""
    return msgspec.defstruct(f"Counted{struct.__name__}Page", [("count", int)], bases=(page_of(struct),))


def list_of(struct: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """A Struct for a short list of `struct` items, without pages."""
    return msgspec.defstruct(f"{struct.__name__}List", [("results", list[struct])])  # type: ignore[valid-type]


def _structs_in(annotation: Any) -> Iterator[type[msgspec.Struct]]:
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        yield annotation
    for argument in get_args(annotation):
        yield from _structs_in(argument)
