"""Tests of the table of keys."""
