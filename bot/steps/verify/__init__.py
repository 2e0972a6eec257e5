"""The only gate to publication: every rule on quotations and claims, and what becomes of a failure."""
