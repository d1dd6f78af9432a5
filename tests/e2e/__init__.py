"""The deployed stack on the embedded AWS, from a published decision to a button that a candidate presses."""
