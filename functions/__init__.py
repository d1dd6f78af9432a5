"""Everything that is deployed: one artifact, several handlers."""
