"""Everything that is deployed: one artifact, several handlers."""

import gc

# Imports and clients make a hundred thousand objects and no garbage: looking for some costs a fifth of a cold start.
gc.set_threshold(100_000, 50, 50)
