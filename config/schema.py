"""The socket's frames in the OpenAPI document."""

from typing import Any

import msgspec

from chat.protocol import ClientFrame, ServerFrame
from core.rest.schema import REF


def add_frames(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add the frames as components. OpenAPI has no sockets, but the web app's types are made from the document."""
    for name, union in (("ClientFrame", ClientFrame), ("ServerFrame", ServerFrame)):
        (schema,), components = msgspec.json.schema_components([union], ref_template=REF)
        result["components"]["schemas"].update({**components, name: schema})
    return result
