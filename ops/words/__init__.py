"""Words: the linter and the preview."""
