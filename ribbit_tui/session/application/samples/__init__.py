"""Sample applicants for demonstrations."""
