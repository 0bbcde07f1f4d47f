"""What a worker has at this moment, for the admin's home."""

from chat.socket.connected_sockets import connected_sockets
from chat.socket.presence.tracker import presence

GAUGES = {"sockets": lambda: len(connected_sockets), "people": presence.number_here}
