"""Why the server closed a socket, for programs: docs/protocol.md, "Close codes"."""

SIGN_IN_AGAIN = 4401
SIGNED_OUT = 4403
NO_SUCH_ROOM = 4404
TOO_SLOW = 4408
TOO_MANY_FRAMES = 4429
RESTARTING = 1012  # RFC 6455's registry: the server restarts, come back
