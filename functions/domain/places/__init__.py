"""Places: what people type as their area, found in one table without a network."""
