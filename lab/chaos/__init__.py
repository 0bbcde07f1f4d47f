"""Chaos: break servers while people write, then check that nothing was lost, doubled or out of order: `python -m
lab.chaos`."""
