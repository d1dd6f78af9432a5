"""Decide: what becomes of an event or of a due notice."""
