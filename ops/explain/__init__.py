"""The explanation of one decision: when its notice would go out and why, planned as the function plans it."""
