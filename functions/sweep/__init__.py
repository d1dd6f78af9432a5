"""Finds what no queue, schedule or event has settled, every quarter of an hour."""
