"""The needs of any Lambda function, and only those: settings, logs, metrics, AWS clients, SQS and HTTP."""
