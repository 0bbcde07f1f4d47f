"""Codes with which the server closes a socket; programs read them. See docs/protocol.md, "Close codes"."""

SIGN_IN_AGAIN = 4401
SIGNED_OUT = 4403
NO_SUCH_ROOM = 4404
TOO_SLOW = 4408
TOO_MANY_FRAMES = 4429
RESTARTING = 1012  # RFC 6455's registry: the server restarts and the client may connect again
