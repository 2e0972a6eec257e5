"""Pure functions in the order an article meets them, in groups that build on one another. No network, no clock."""
