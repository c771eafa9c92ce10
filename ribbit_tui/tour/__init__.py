"""The scripted walkthrough: scenes that drive the real app. Demo, documentation and proof."""
