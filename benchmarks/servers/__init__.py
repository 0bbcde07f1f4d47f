"""What is measured, and how each of them is started and spoken to."""
