"""The recruiters' search of pools of three sizes: what it reads, and how long it takes."""
