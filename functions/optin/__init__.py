"""The HTTP API behind the opt-in page."""
