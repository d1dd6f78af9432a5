"""DynamoDB: attributes, batches and transactions, for any table."""
