"""Apps' tables of contents: what each AppConfig names for the rest of the site, which knows no app by name.

Each attribute is a tuple of dotted paths. A path is imported when it is first asked for: models cannot be imported
before all apps are loaded.

problems       mappings of codes to (HTTP status, text), see core/problems.py
urls           lists of URL patterns below /api/
client_frames  mappings of frames that a socket reads to their handlers
server_frames  unions of the frames that a socket writes
gates          checks of who may write, see chat/gates
"""

from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string


def named(attribute: str) -> list[Any]:
    """The objects that the installed apps name under this attribute, in the order of the apps."""
    paths = [path for app in apps.get_app_configs() for path in getattr(app, attribute, ())]
    return [import_string(path) for path in paths]
