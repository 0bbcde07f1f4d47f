from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"

    def ready(self) -> None:
        from accounts.signals import profile_changed, sessions_ended
        from chat import events
        from chat.services import own_state
        from core.problems import database_away

        profile_changed.connect(own_state.profile_changed, dispatch_uid="chat.services.own_state.profile_changed")
        sessions_ended.connect(events.sessions_ended, dispatch_uid="chat.events.sessions_ended")
        database_away.connect(events.something_may_be_lost, dispatch_uid="chat.events.something_may_be_lost")
