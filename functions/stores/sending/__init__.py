"""The table that all senders share."""
