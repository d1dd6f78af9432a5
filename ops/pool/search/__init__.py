"""The recruiter's search for whoever has AWS credentials: the console's use cases, its rules and its access log."""
