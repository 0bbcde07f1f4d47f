"""Gates: who may write in a room. Each reason to refuse has its own file; gate.py defines a gate."""
