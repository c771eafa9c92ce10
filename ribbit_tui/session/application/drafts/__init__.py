"""Drafts of applications: their answers, progress and files on disk."""
