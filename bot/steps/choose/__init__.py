"""Which stored sentences a digest is made from, and where its sources differ."""
