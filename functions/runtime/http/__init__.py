"""The HTTP edge of a function behind API Gateway."""
