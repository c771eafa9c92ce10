"""The Broker API that ships with the app: HTTP routes over an engine over one SQLite file."""
