"""A recruiter's search of the talent pool: who is found, in which order, and where the index has them."""
