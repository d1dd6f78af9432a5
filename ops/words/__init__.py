"""The wording of the notices: its checks, and its preview."""
