"""The operator's view of the ledger: notices in review, the history of one application, and what a person decides."""
