"""One file per way of writing. Each exposes Options and build(); none imports another."""
