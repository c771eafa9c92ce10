"""Keeping the picture true: events applied, the truth read again, prices polled."""
