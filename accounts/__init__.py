"""Who are you? Users, their signed-in devices, and the one check every token goes through. Knows nothing of chat."""
