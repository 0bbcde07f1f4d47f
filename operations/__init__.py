"""What the operator does with a whole site: back it up and restore it."""
