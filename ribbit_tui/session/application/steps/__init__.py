"""The steps of the application, one file a page, in the order of `sequence`."""
