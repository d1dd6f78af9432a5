"""All notices to look at in a browser: what whoever signs off the words has in front of them."""
