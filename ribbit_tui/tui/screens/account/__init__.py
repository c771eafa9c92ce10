"""The Account screen."""
