"""The review desk: what waits for a person's decision, and what a person may decide.

`make ledger` and the console both stand on it, so they list the same, allow the same and say the same.
"""
