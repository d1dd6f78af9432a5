"""Decisions: what an ATS publishes, and how it is parsed."""
