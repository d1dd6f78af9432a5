"""Checks of the wording, on every combination of sentences that can be sent, rendered as it would be."""
