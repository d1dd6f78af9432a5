"""Notices: their states, people, revocation, review and the blast brake."""
