"""Writes: one function for each action, with keyword-only arguments. No other code changes rows. Each service
publishes after its commit."""
