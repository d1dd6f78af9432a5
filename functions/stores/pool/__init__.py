"""The talent pool's table."""
