"""Users, their signed-in devices, and the check of every token. Knows nothing of chat."""
