"""Letters: what we write to people, one module a kind of email, the words in `templates/`."""
