"""Mail: how an email travels. Only here does the provider have a name."""
