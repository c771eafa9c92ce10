"""Keeping the store true: events applied, the truth read again, prices polled."""
