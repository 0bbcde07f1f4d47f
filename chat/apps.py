from django.apps import AppConfig
from django.db.models.signals import post_save


class ChatConfig(AppConfig):
    """The app's table of contents: see core/app_contents.py."""

    name = "chat"
    problems = ("chat.problems.PROBLEMS",)
    urls = ("chat.api.urls.urlpatterns",)
    client_frames = ("chat.socket.commands.COMMANDS",)
    server_frames = ("chat.protocol.server.ServerFrame",)
    gates = ("chat.gates.archived.ARCHIVED", "chat.gates.posting.POSTING", "chat.gates.slow_mode.SLOW_MODE")

    def ready(self) -> None:
        """Connect this app's receivers to its own signals and to those of accounts."""
        from accounts.models import User
        from accounts.signals import profile_changed, sessions_ended
        from chat import events, signals
        from chat.selectors import presence
        from chat.services.messages import mentions
        from chat.services.personal import own_revs
        from chat.services.rooms import defaults
        from chat.socket.presence.present import present_among
        from core.problems import database_away

        presence.read_from(present_among)
        signals.messages_stored.connect(mentions.keep, dispatch_uid="chat.services.messages.mentions.keep")
        profile_changed.connect(
            own_revs.profile_changed, dispatch_uid="chat.services.personal.own_revs.profile_changed"
        )
        post_save.connect(defaults.enter_all, sender=User, dispatch_uid="chat.services.rooms.defaults.enter_all")
        sessions_ended.connect(events.sessions_ended, dispatch_uid="chat.events.sessions_ended")
        database_away.connect(events.something_may_be_lost, dispatch_uid="chat.events.something_may_be_lost")
