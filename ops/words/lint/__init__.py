"""The words of the notices, looked at: every combination that can be sent, rendered as it would be."""
