"""The function that takes SES's events from their queue, and records in the ledger what they prove."""
