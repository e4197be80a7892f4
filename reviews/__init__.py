"""How a claim is judged and what the public is shown."""
