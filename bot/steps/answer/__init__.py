"""What a question asks, whether stored sentences answer it, and which answer best."""
