"""When a feed is looked at again, and when a watch falls due."""
