"""The load generator: takes one order from its standard input, and prints what it found. Runs in an environment of its own."""
