"""What happens to the servers while people talk, one after another: a file for each thing that breaks."""
