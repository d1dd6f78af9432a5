"""The demo: sample decisions are published, and what becomes of each is shown and checked."""
