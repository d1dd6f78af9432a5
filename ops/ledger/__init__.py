"""The operator's way into the ledger: what waits for a person, one application's history, and what a person decides."""
