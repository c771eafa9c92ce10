"""The open customer's account: access, edits, closing, and what its review asks for."""
