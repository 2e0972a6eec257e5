"""What a writer is asked and what it replies; what the offline engine proposes; headings by template."""
