"""The socket door: the consumer behind it, and the server in front of it."""
