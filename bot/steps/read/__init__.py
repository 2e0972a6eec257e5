"""From bytes to clean text and metadata: pages, copied text, lists of feeds and links."""
