"""`manage.py runserver`: the development server, with the same server class as production."""

from daphne.management.commands.runserver import Command as DaphneCommand

from chat.realtime.server import Server


class Command(DaphneCommand):
    server_cls = Server
