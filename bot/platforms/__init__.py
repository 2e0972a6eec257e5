"""One file or package per place to talk. Each exposes Options and build(); none imports another."""
