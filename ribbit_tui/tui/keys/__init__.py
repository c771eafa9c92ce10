"""The keys of the app: one table, the bindings made from it, and its changes by `[keys]`."""
