"""The HTTP API behind the opt-in page and the unsubscribe links."""
