"""The endpoints, in the API's own groups."""
