"""The embedded AWS on this machine: starts it, deploys the real template to it, shows what happens, and ends it.

Imports of our own code go one way: `demo` → `stack` → the rest. Needs boto3 and pydantic, nothing else.
"""
