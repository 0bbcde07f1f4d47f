from django.apps import AppConfig

from chat.jobs import KEPT_MESSAGES, ROOMS_LEFT_BEHIND
from core.app_contents import connect_receivers
from realtime.fanout import room_frames


class ChatConfig(AppConfig):
    """The app's table of contents: see core/app_contents.py."""

    name = "chat"
    verbose_name = "Rooms and messages"
    admin_group = "rooms"
    problems = ("chat.problems.PROBLEMS",)
    acts = ("chat.acts.ACTS",)
    urls = ("chat.api.urls.urlpatterns",)
    client_frames = ("chat.socket.commands.COMMANDS",)
    server_frames = ("chat.protocol.server.ServerFrame",)
    gates = ("chat.gates.archived.ARCHIVED", "chat.gates.posting.POSTING", "chat.gates.slow_mode.SLOW_MODE")
    file_readers = ("chat.selectors.files.readable_by",)
    file_counters = ("chat.services.file_usage.count_rooms",)
    gauges = ("chat.socket.gauges.GAUGES",)
    admin_tiles = (
        "chat.admin.tiles.online.people_online",
        "chat.admin.tiles.online.connections",
        "chat.admin.tiles.messages.last_minute",
        "chat.admin.tiles.messages.last_day",
        "chat.admin.tiles.messages.last_month",
        "chat.admin.tiles.rooms.active_rooms",
        "chat.admin.tiles.online.workers",
        "chat.admin.tiles.online.slow_readers",
    )
    admin_sections = (
        ("chat.room", "chat.admin.room_members.of_room"),
        ("chat.message", "chat.admin.message_sections.kept"),
        ("chat.message", "chat.admin.message_sections.around"),
        ("accounts.user", "chat.admin.people_sections.rooms"),
        ("accounts.user", "chat.admin.people_sections.usage"),
    )
    jobs = (ROOMS_LEFT_BEHIND, KEPT_MESSAGES)
    receivers = (
        ("chat.signals.messages_stored", "chat.services.messages.counts.count_stored"),
        ("chat.signals.messages_stored", "chat.services.messages.mentions.keep"),
        ("django.db.models.signals.post_save", "chat.services.rooms.defaults.enter_all", "accounts.models.User"),
        ("accounts.signals.profiles_changed", "chat.services.personal.own_revs.profiles_changed"),
        ("accounts.signals.sessions_ended", "chat.events.sessions_ended"),
        ("core.db.outages.database_away", "chat.events.something_may_be_lost"),
    )

    def ready(self) -> None:
        from chat.protocol.room_frames import ROOM_FRAMES
        from chat.selectors import presence
        from chat.socket.presence.present import looking_among, number_present, present_among

        connect_receivers(self)
        room_frames.register(ROOM_FRAMES)
        presence.read_from(present_among, number_present, looking_among)
