"""The talent pool: membership, consent and the tokens in links."""
