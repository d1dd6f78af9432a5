"""The operator's view of the ledger: what is in review, the history of one application, and what a person decides."""
