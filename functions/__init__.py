"""Everything that is deployed: one artifact, several handlers."""

import gc

# Imports and clients make hundreds of thousands of objects and no garbage: looking for some costs a fourth of a cold
# start. `runtime.startup` ends this.
gc.set_threshold(2_000_000)
