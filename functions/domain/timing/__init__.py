"""Timing: when a notice goes out."""
