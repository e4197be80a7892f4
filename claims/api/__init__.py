"""Articles, claims, sources and evidence for other systems."""
