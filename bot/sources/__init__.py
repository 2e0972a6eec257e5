"""One file per type of feed. Each exposes Options and build(); none imports another."""
