"""Consent receipts: the rotation of their key, and their check without a network."""
