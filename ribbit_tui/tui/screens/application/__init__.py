"""The Application screen."""
