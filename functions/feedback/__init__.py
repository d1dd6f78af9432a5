"""Takes SES's events from their queue, and writes into the ledger what they prove."""
