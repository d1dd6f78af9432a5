"""The terminal: progress, failures, processes, ports and paths."""
