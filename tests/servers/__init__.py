"""Local servers that speak real protocols, for tests that go through sockets."""
