"""The whole product in a minute: decisions go in, and what became of each is shown and checked."""
