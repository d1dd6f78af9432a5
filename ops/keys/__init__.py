"""The keys that sign our links: added, and revoked."""
