"""An AWS of fixed latencies in one process: what both handlers call for decisions that are new, and no more."""
