"""The dialog that chooses a document to upload."""
