"""The HTTP edge of a function."""
