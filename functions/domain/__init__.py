"""The rules, pure: no AWS, no environment, no clock."""
