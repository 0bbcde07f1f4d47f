"""Gates: who may write in a room. One file for each reason to refuse; gate.py says what a gate is."""
