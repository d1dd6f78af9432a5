"""The notice ledger's table."""
