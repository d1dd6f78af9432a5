"""Logins to the console: the people of the stack's user pool, and their groups."""
