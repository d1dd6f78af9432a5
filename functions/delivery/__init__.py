"""Delivery: any email, sent at most once."""
