"""What was said, by whom, and on what it rests."""
