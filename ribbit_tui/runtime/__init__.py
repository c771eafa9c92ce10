"""Where the parts are put together: client, supervised simulator process, data folder, app."""
