from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"

    def ready(self) -> None:
        from accounts.signals import sessions_ended
        from chat import events

        sessions_ended.connect(events.sessions_ended, dispatch_uid="chat.events.sessions_ended")
