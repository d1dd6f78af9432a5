"""The preview: every notice in a browser, for whoever signs off the wording."""
