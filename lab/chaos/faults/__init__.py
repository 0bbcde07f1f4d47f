"""Faults of the servers while people write: a file for each thing that breaks."""
