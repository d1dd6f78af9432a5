"""Employers: their policy, brand, choices and consent texts."""
