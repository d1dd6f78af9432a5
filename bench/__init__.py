"""Measures notify beside the handler that Powertools' documentation leads to, on an AWS of fixed latencies.

`make bench` runs it. `worker` and `cold` run in processes of their own and import nothing of this package.
"""
