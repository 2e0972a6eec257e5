"""Articles that tell the same event, and which of them come from one source."""
