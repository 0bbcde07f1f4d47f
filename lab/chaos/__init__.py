"""Servers die under people who talk, and then it is checked that nothing was lost, doubled or out of order: `python -m lab.chaos`."""
