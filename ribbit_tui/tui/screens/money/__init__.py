"""The Money screen."""
