"""Apps' tables of contents: what each AppConfig names for the rest of the site, which knows no app by name.

Each attribute is a tuple. These hold dotted paths, which `named` imports when they are first asked for: models cannot
be imported before all apps are known.

problems       mappings of codes to (HTTP status, text), see core/problems.py
urls           lists of URL patterns below /api/
site_urls      lists of URL patterns from the top of the site
client_frames  mappings of frames that a socket reads to their handlers
server_frames  unions of the frames that a socket writes
streamed_bodies  lists of calls whose bodies are too large for memory, see core/http/streamed_bodies.py
filters        what may be written, see chat/services/messages/filters.py
gates          reasons why somebody may not write now, see chat/gates
last_kept      functions (pairs of room id and user id, time) -> {pair: time}: when the filters of the app kept these
               people's last message since then, see chat/gates/slow_mode.py
admin_confirmation  the form (request, data) that asks who is there, see core/admin/reauthentication.py
own_changes    functions (own revs by user id) -> (user id, event): what of people's own state has changed since, see
               chat/own_changes.py
refusers       functions (user, ids of others) -> those who take no new direct room with the user, see
               chat/services/rooms/direct.py
closers        functions (ids of people) -> those whose accounts stay closed until the app opens them
hiders         functions (ids of people, ids of authors) -> pairs of a person and an author whom this person hides
admin_uploads  mappings of the paths of admin pages with a file to the most bytes of their forms
acts           mappings of acts for the audit log to their titles, see core/audit
file_counters  functions without arguments: count anew how much files take, see files/services/usage.py
admin_tiles    functions (request) -> Tile | None: tiles of the admin's home, see core/admin/tiles.py
gauges         mappings of names to functions without arguments: what a worker has now, see core/minute_counts/gauges.py
admin_message_search  at most one function (words, room ids, author ids or None, most) that finds messages, the newest first,
               as pairs of room id and seq; None where it cannot look through all of them, see chat/admin/message_search.py
file_readers   functions (user, file) -> bool: who may fetch the files that the app uses, see files/access.py
file_holders   functions (file) -> bool: whether a file that nothing uses yet stays as it is described, see
               files/services/uploads.py

Two hold pairs of a model's label ("chat.room") and such a path, see core/admin/parts.py.

admin_actions   functions (pages, request, rows): actions on the lists of the model
admin_sections  functions (request, row): sections below the form of a row

One holds tuples of such paths, which `connect_receivers` connects.

receivers      a signal of any app, the function that receives it, and the sender where only one is heard

One holds objects, which core/jobs/registry.py reads. Each names its handler by a dotted path, and so imports no model.

jobs           JobType objects, declared in the app's jobs.py
"""

from typing import Any

from django.apps import AppConfig, apps
from django.utils.module_loading import import_string


def named(attribute: str) -> list[Any]:
    """The objects that the installed apps name under this attribute, in the order of the apps."""
    paths = [path for app in apps.get_app_configs() for path in getattr(app, attribute, ())]
    return [import_string(path) for path in paths]


def connect_receivers(app: AppConfig) -> None:
    """Connect the app's receivers. Call it from the app's `ready`."""
    for signal, receiver, *sender in getattr(app, "receivers", ()):
        heard = import_string(sender[0]) if sender else None
        import_string(signal).connect(import_string(receiver), sender=heard, dispatch_uid=receiver)
