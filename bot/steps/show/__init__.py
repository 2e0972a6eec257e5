"""Verified sentences as digests, messages, plain text and JSON."""
