"""The bars and panels around the content of every screen."""
