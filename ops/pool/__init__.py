"""The operator's side of the talent pool: what a person does by phone or email, and what a restored table has lost."""
