"""One person calls everybody of a large room, while others write in theirs."""
