"""From a read document to an article ready to be stored, and whether it is stored already."""
