"""The function that finds what no queue, schedule or event has settled, every quarter of an hour."""
