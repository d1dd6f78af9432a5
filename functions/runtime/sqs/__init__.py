"""The SQS ends of a function."""
