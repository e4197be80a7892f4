"""Reviews, verdicts and publications for other systems."""
