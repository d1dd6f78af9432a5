"""Dispatch: what is checked and put together before delivery."""
