"""Settings of REST framework, and of the OpenAPI document made from its views."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["core.rest.json.MsgspecRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.rest.json.MsgspecParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "accounts.api.throttles.AddressThrottle",
        "accounts.api.throttles.PersonThrottle",
        "accounts.api.throttles.ChangeThrottle",
        "accounts.api.throttles.ReadThrottle",
    ],
    "EXCEPTION_HANDLER": "core.rest.json.answer_error",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Irori",
    "DESCRIPTION": "The REST calls of an Irori site. The socket is described in docs/protocol.md.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/",
    "PATH_CONVERTER_OVERRIDES": {"id": int},
    "POSTPROCESSING_HOOKS": ["core.rest.schema.add_frames", "core.rest.schema.add_errors"],
}
