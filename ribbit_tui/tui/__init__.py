"""The Textual app: screens, widgets, theme, commands. No HTTP, no business rule."""
