"""The talent pool: membership, recorded consent, and the tokens in links."""
