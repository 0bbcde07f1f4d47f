"""Apps' tables of contents: what each AppConfig names for the rest of the site, which composes it without knowing any app.

Each attribute is a tuple of dotted paths. They are imported when they are first asked for: models cannot be before all apps are known.

problems       mappings of codes to (HTTP status, text), see core/problems.py
urls           lists of URL patterns below /api/
client_frames  mappings of frames that a socket reads to their handlers
server_frames  unions of the frames that a socket writes
gates          who may write, see chat/gates
"""

from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string


def named(attribute: str) -> list[Any]:
    """What the installed apps name by this attribute, in their order."""
    paths = [path for app in apps.get_app_configs() for path in getattr(app, attribute, ())]
    return [import_string(path) for path in paths]
